package io.nextcart.infra;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from the CDK's context and keeps every fault until {@link #check}. A setting such as {@code api.waf} is looked
 * for in three places: {@code -c api.waf=true}, then {@code stages.<stage>}, then {@code nextcart}.
 */
final class SettingsReader {
    private static final String STAGE = "stage";
    private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9]{0,15}");

    private final Function<String, @Nullable Object> context;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();
    private final Map<?, ?> common;
    private final Map<?, ?> ofStage;
    private final String stage;

    /**
     * @param context the value of a key of the context: text, a number, a boolean, a map; null when there is none
     */
    SettingsReader(Function<String, @Nullable Object> context) {
        this.context = requireNonNull(context, "context is null");
        common = map(context.apply("nextcart"));
        Object name = context.apply(STAGE);
        stage = name == null ? "" : name.toString();
        Map<?, ?> stages = map(context.apply("stages"));
        ofStage = map(stages.get(stage));
        if (!STAGE_NAME.matcher(stage).matches()) {
            faults.add("stage is '" + stage + "', expected 1 to 16 of a-z and 0-9, a letter first");
        } else if (!stages.containsKey(stage)) {
            faults.add("stage is '" + stage + "', expected one that cdk.json lists under stages: " + stages.keySet());
        }
    }

    String stage() {
        return stage;
    }

    /**
     * Text that matches.
     *
     * @param expected says to a person what matches
     */
    String text(String key, String pattern, String expected) {
        Object value = value(key);
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (!Pattern.matches(pattern, text)) {
            faults.add(key + " is '" + text + "', expected " + expected);
        }
        return text;
    }

    /** A whole number between bounds, both included. */
    int number(String key, int min, int max) {
        Object value = value(key);
        if (value == null) {
            return min;
        }
        try {
            int number = new BigDecimal(value.toString().strip()).intValueExact();
            if (number >= min && number <= max) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // Told below, like a number out of bounds.
            requireNonNull(e);
        }
        faults.add(key + " is '" + value + "', expected a whole number from " + min + " to " + max);
        return min;
    }

    /** A share from 0 to {@code max}, both included. */
    double share(String key, double max) {
        Object value = value(key);
        if (value == null) {
            return 0;
        }
        try {
            double share = new BigDecimal(value.toString().strip()).doubleValue();
            if (share >= 0 && share <= max) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Told below, like a share out of bounds.
            requireNonNull(e);
        }
        faults.add(key + " is '" + value + "', expected a number from 0 to " + max);
        return 0;
    }

    /** True or false. */
    boolean flag(String key) {
        return text(key, "true|false", "true or false").equals("true");
    }

    /** Adds a fault that concerns several settings. */
    void require(boolean condition, String fault) {
        if (!condition) {
            faults.add(fault);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws IllegalArgumentException with every fault, a line each
     */
    void check() {
        unknown(common, "", "nextcart");
        unknown(ofStage, "", "stages." + stage);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "settings (cdk.json, or -c key=value):\n  " + String.join("\n  ", faults));
        }
    }

    private void unknown(Map<?, ?> level, String prefix, String place) {
        level.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof Map<?, ?> deeper) {
                unknown(deeper, key + ".", place);
            } else if (!known.contains(key)) {
                faults.add(place + "." + key + " is no setting, expected one of " + known);
            }
        });
    }

    private @Nullable Object value(String key) {
        known.add(key);
        Object value = context.apply(key);
        if (value == null) {
            value = at(ofStage, key);
        }
        if (value == null) {
            value = at(common, key);
        }
        if (value == null) {
            faults.add(key + " is missing");
        }
        return value;
    }

    private static @Nullable Object at(Map<?, ?> level, String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? level.get(key) : at(map(level.get(key.substring(0, dot))), key.substring(dot + 1));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
