package io.nextcart.infra.settings;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from the CDK's context and collects faults until {@link #check}. A setting such as {@code api.waf} is
 * looked up in five places: {@code -c api.waf=true}, then {@code targets.<target>} with {@code -c target=localstack},
 * then {@code shops.<shop>} unless it is the first shop, then {@code stages.<stage>}, then {@code nextcart}.
 */
final class SettingsReader {
    /** The context key that names the shops besides the first. */
    static final String SHOPS = "shops";

    /** Settings that all shops of a stage share. */
    private static final Pattern OF_ALL_SHOPS = Pattern.compile("region|api\\.accountLogRole|monitoring\\..*");

    private static final Pattern STAGE_NAME = Pattern.compile("[a-z][a-z0-9]{0,15}");

    private final Function<String, @Nullable Object> context;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();
    private final Map<String, Object> common = new TreeMap<>();
    private final Map<String, Object> ofStage = new TreeMap<>();
    private final Map<String, Object> ofShop = new TreeMap<>();
    private final Map<String, Object> ofTarget = new TreeMap<>();
    private final String stage;
    private final String shop;
    private final String target;

    /**
     * @param shop empty for the first
     * @param context the value of a key of the context: text, a number, a boolean, a map; null when there is none
     */
    SettingsReader(Function<String, @Nullable Object> context, String shop) {
        this.context = requireNonNull(context, "context is null");
        this.shop = requireNonNull(shop, "shop is null");
        Object name = context.apply("stage");
        stage = name == null ? "" : name.toString();
        flatten("", context.apply("nextcart"), common);
        Map<?, ?> stages = context.apply("stages") instanceof Map<?, ?> map ? map : Map.of();
        flatten("", stages.get(stage), ofStage);
        if (!shop.isEmpty()) {
            Object own = context.apply(SHOPS) instanceof Map<?, ?> shops ? shops.get(shop) : null;
            require(own instanceof Map<?, ?>, "shops." + shop + " is '" + own + "', expected an object of settings");
            flatten("", own instanceof Map<?, ?> ? own : null, ofShop);
            require(
                    STAGE_NAME.matcher(shop).matches(),
                    "shops: '" + shop + "' is not a name, expected 1 to 16 of a-z and 0-9, a letter first");
            for (String key : ofShop.keySet()) {
                require(
                        !OF_ALL_SHOPS.matcher(key).matches(),
                        "shops." + shop + "." + key
                                + " is a setting of all shops, expected it under nextcart or stages." + stage);
            }
        }
        Object place = context.apply("target");
        target = place == null ? "" : place.toString();
        Map<?, ?> targets = context.apply("targets") instanceof Map<?, ?> map ? map : Map.of();
        flatten("", targets.get(target), ofTarget);
        require(
                target.isEmpty() || targets.containsKey(target),
                "target is '" + target + "', expected nothing or one that cdk.json lists under targets: "
                        + targets.keySet());
        if (!STAGE_NAME.matcher(stage).matches()) {
            faults.add("stage is '" + stage + "', expected 1 to 16 of a-z and 0-9, a letter first");
        } else if (!stages.containsKey(stage)) {
            faults.add("stage is '" + stage + "', expected one that cdk.json lists under stages: " + stages.keySet());
        }
    }

    /** Names nested values by their path, such as {@code api.waf}. */
    private static void flatten(String path, @Nullable Object value, Map<String, Object> settings) {
        if (value instanceof Map<?, ?> level) {
            level.forEach((name, deeper) -> flatten(path.isEmpty() ? "" + name : path + "." + name, deeper, settings));
        } else if (value != null) {
            settings.put(path, value);
        }
    }

    String stage() {
        return stage;
    }

    /**
     * Text that matches.
     *
     * @param expected describes a match, for the message
     */
    String text(String key, String pattern, String expected) {
        Object value = value(key);
        if (value == null) {
            return "";
        }
        String text = value.toString();
        require(Pattern.matches(pattern, text), key + " is '" + text + "', expected " + expected);
        return text;
    }

    /**
     * Text that matches, or nothing, for this shop alone: with several shops the command line, which applies to all,
     * must not set it.
     *
     * @param expected describes a match, for the message
     */
    String own(String key, String pattern, String expected) {
        boolean several = context.apply(SHOPS) instanceof Map<?, ?> shops && !shops.isEmpty();
        require(
                !several || context.apply(key) == null,
                "-c " + key
                        + " is for every shop, expected it in cdk.json under nextcart for the first, or under shops");
        // A further shop does not inherit it.
        String text = text(key, "(" + pattern + ")|", expected + ", or nothing");
        return shop.isEmpty() || ofShop.containsKey(key) ? text : "";
    }

    /** The name of a SecureString of SSM, or nothing. */
    String secureString(String key) {
        return text(
                key,
                "(/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,14})|",
                "the name of a SecureString of SSM such as /nextcart/telegram, or nothing");
    }

    /** One of several words, in upper case; the first if it is none of them. */
    String choice(String key, String... words) {
        String word = text(key, String.join("|", words), String.join(" or ", words));
        return (List.of(words).contains(word) ? word : words[0]).toUpperCase(Locale.ROOT);
    }

    /** A whole number between inclusive bounds. */
    int number(String key, int min, int max) {
        BigDecimal number = number(key, min, max, "a whole number from " + min + " to " + max);
        boolean whole = number.stripTrailingZeros().scale() <= 0;
        require(whole, key + " is '" + number + "', expected a whole number from " + min + " to " + max);
        return number.intValue();
    }

    /** A share from 0 to {@code max}, inclusive. */
    double share(String key, double max) {
        return number(key, 0, max, "a number from 0 to " + max).doubleValue();
    }

    private BigDecimal number(String key, double min, double max, String expected) {
        Object value = value(key);
        if (value != null) {
            try {
                BigDecimal number = new BigDecimal(value.toString().strip());
                if (number.doubleValue() >= min && number.doubleValue() <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Reported below, like a number out of bounds.
                requireNonNull(e);
            }
            faults.add(key + " is '" + value + "', expected " + expected);
        }
        return BigDecimal.valueOf((long) min);
    }

    /** True or false. */
    boolean flag(String key) {
        return text(key, "true|false", "true or false").equals("true");
    }

    /** Adds a fault unless the condition holds. */
    void require(boolean condition, String fault) {
        if (!condition) {
            faults.add(fault);
        }
    }

    /**
     * Requires a memory that so many processors can have.
     *
     * @param sizes by number of processors: the least memory, the most, and the step
     */
    void requireFit(String cpuKey, int cpu, String memoryKey, int memory, Map<Integer, int[]> sizes) {
        int[] size = sizes.get(cpu);
        if (size == null) {
            String all = new TreeSet<>(sizes.keySet()).toString().replaceAll("[\\[\\]]", "");
            faults.add(cpuKey + " is " + cpu + ", expected " + all.replaceFirst(", ([0-9]+)$", " or $1"));
        } else {
            require(
                    memory >= size[0] && memory <= size[1] && memory % size[2] == 0,
                    memoryKey + " is " + memory + ", expected with " + cpuKey + " " + cpu + " a multiple of " + size[2]
                            + " from " + size[0] + " to " + size[1]);
        }
    }

    /**
     * Ends reading.
     *
     * @throws IllegalArgumentException with every fault, a line each
     */
    void check() {
        unknown(common, "nextcart");
        unknown(ofStage, "stages." + stage);
        unknown(ofShop, SHOPS + "." + shop);
        unknown(ofTarget, "targets." + target);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("settings" + (shop.isEmpty() ? "" : " of the shop " + shop)
                    + " (cdk.json, or -c key=value):\n  " + String.join("\n  ", faults));
        }
    }

    private void unknown(Map<String, Object> settings, String place) {
        for (String key : settings.keySet()) {
            require(known.contains(key), place + "." + key + " is not a setting, expected one of " + known);
        }
    }

    private @Nullable Object value(String key) {
        known.add(key);
        Object value = context.apply(key);
        if (value == null) {
            value = Stream.of(ofTarget, ofShop, ofStage, common)
                    .map(settings -> settings.get(key))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        require(value != null, key + " is missing");
        return value;
    }
}
