package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the environment variables of a process and reports every fault at once. A blank variable counts as missing;
 * values are stripped. Not thread-safe.
 */
public final class Environment {
    private final Map<String, String> variables;
    private final List<String> faults = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = requireNonNull(variables, "variables is null");
    }

    /**
     * A variable that must be set. When it is missing, the result is empty and {@link #check} reports it.
     *
     * @param meaning what the variable names, for the message
     */
    public String required(String name, String meaning) {
        String value = optional(name);
        if (value.isEmpty()) {
            fault(name + " is missing, expected " + meaning);
        }
        return value;
    }

    /** A variable, or an empty text when it is missing. */
    public String optional(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    /** A variable, or {@code otherwise} when it is missing. */
    public String optional(String name, String otherwise) {
        String value = optional(name);
        return value.isEmpty() ? otherwise : value;
    }

    /** Values separated by commas or blanks, or by semicolons if there is one; none when the variable is missing. */
    public List<String> list(String name) {
        String text = optional(name);
        return Arrays.stream(text.split(text.contains(";") ? ";" : "[,\\s]+", -1))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** {@code true} or {@code false}; false when the variable is missing. */
    public boolean flag(String name) {
        return flag(name, false);
    }

    /** {@code true} or {@code false}, or {@code otherwise} when the variable is missing. */
    public boolean flag(String name, boolean otherwise) {
        return parsed(
                name,
                otherwise,
                value -> Optional.of(value)
                        .filter(text -> text.equals("true") || text.equals("false"))
                        .map(Boolean::valueOf),
                "true or false");
    }

    /** A whole number from {@code min} to {@code max}, or {@code otherwise} when the variable is missing. */
    public int wholeNumber(String name, int min, int max, int otherwise) {
        return (int) wholeNumber(name, min, (long) max, otherwise);
    }

    /** A whole number from {@code min} to {@code max}, or {@code otherwise} when the variable is missing. */
    public long wholeNumber(String name, long min, long max, long otherwise) {
        return parsed(
                name,
                otherwise,
                value -> Optional.of(Long.valueOf(value)).filter(number -> number >= min && number <= max),
                "a whole number from " + min + " to " + max);
    }

    /** A number from 0 to 1, or {@code otherwise} when the variable is missing. */
    public double share(String name, double otherwise) {
        return share(name, 1, otherwise);
    }

    /** A number from 0 to {@code most}, or {@code otherwise} when the variable is missing. */
    public double share(String name, double most, double otherwise) {
        return parsed(
                name,
                otherwise,
                value -> Optional.of(Double.valueOf(value)).filter(share -> share >= 0 && share <= most),
                "a share from 0 to " + (most == 1 ? "1" : Double.toString(most)));
    }

    /**
     * A variable of any other kind, or {@code otherwise} when it is missing or unusable.
     *
     * @param parse returns empty or throws an {@link IllegalArgumentException} for an unusable value
     * @param expected for the message
     */
    public <T> T parsed(String name, T otherwise, Function<String, Optional<T>> parse, String expected) {
        String value = optional(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        Optional<T> result;
        try {
            result = parse.apply(value);
        } catch (IllegalArgumentException e) {
            result = Optional.empty();
        }
        if (result.isEmpty()) {
            fault(name + " is '" + value + "', expected " + expected);
        }
        return result.orElse(otherwise);
    }

    /**
     * Adds another fault.
     *
     * @param fault names the variable, its value and what was expected
     */
    public void fault(String fault) {
        faults.add(fault);
    }

    /**
     * Reports the faults found.
     *
     * @throws BadInputException with all faults in one line, if there are any
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw new BadInputException("environment: " + String.join("; ", faults));
        }
    }
}
