package io.nextcart.functions.store;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the environment variables of a Lambda and tells of all faults at once. Not thread-safe. */
public final class Environment {
    private final Map<String, String> variables;
    private final List<String> faults = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = requireNonNull(variables, "variables is null");
    }

    /**
     * A variable that must be there; an empty text when it is not, until {@link #check} tells.
     *
     * @param meaning what it names, for the message
     */
    public String required(String name, String meaning) {
        String value = optional(name);
        if (value.isEmpty()) {
            faults.add(name + " is missing, expected " + meaning);
        }
        return value;
    }

    /** A variable that may be missing: then the text is empty. */
    public String optional(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    /** A whole number from {@code min} to {@code max}, or {@code otherwise} when the variable is missing. */
    public int wholeNumber(String name, int min, int max, int otherwise) {
        String value = optional(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        faults.add(name + " is " + value + ", expected a whole number from " + min + " to " + max);
        return otherwise;
    }

    /**
     * Something else that is at fault.
     *
     * @param fault the variable, what it holds and what was expected
     */
    public void fault(String fault) {
        faults.add(fault);
    }

    /**
     * Ends the reading.
     *
     * @throws IllegalArgumentException when anything was at fault: one line with all of it
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("environment: " + String.join("; ", faults));
        }
    }
}
