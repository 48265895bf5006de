package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One state as {@link DefinitionReader} let it in: every field is known to its kind, and whole.
 *
 * @param fields as they stand in the definition
 * @param inner what a Map state plays for each item; null for the others
 */
record State(
        String name,
        Kind kind,
        Map<String, @Nullable Object> fields,
        @Nullable Machine inner) {
    /** States and how they go on. */
    record Machine(String startAt, Map<String, State> states) {
        /** The one of that name. */
        State state(String name) {
            return requireNonNull(states.get(name), name);
        }
    }

    /** What a state does, and the fields that are played here. */
    enum Kind {
        TASK(
                "Resource",
                "Parameters",
                "ResultSelector",
                "ResultPath",
                "TimeoutSeconds",
                "Retry",
                "Catch",
                "Next",
                "End"),
        PASS("Result", "Parameters", "ResultPath", "Next", "End"),
        CHOICE("Choices", "Default"),
        WAIT("Seconds", "Next", "End"),
        MAP("ItemsPath", "ItemSelector", "ItemProcessor", "ResultPath", "Next", "End"),
        SUCCEED(),
        FAIL("ErrorPath", "CausePath");

        @SuppressWarnings("ImmutableEnumChecker") // Set.of gives one that never changes
        private final Set<String> fields;

        Kind(String... fields) {
            this.fields = Set.of(fields);
        }

        boolean knows(String field) {
            return field.equals("Type") || field.equals("Comment") || fields.contains(field);
        }

        /** Whether it goes on by {@code Next} or {@code End}. */
        boolean goesOn() {
            return fields.contains("Next");
        }
    }

    /** What the state does with errors of some names; {@code Retry} and {@code Catch} of a task. */
    List<?> list(String field) {
        return fields.get(field) instanceof List<?> list ? list : List.of();
    }

    /** A text that is there. */
    String text(String field) {
        return (String) requireNonNull(fields.get(field), name + " has no " + field);
    }

    /** A whole number that is there. */
    int number(String field) {
        return ((Number) requireNonNull(fields.get(field), name + " has no " + field)).intValue();
    }

    /**
     * The data with a result put where {@code ResultPath} says: it replaces the data where there is no such field, and is thrown
     * away where that is null.
     *
     * @param fields of the state, or of one of its catchers
     */
    static @Nullable Object put(Map<?, ?> fields, @Nullable Object data, @Nullable Object result) {
        if (!fields.containsKey("ResultPath")) {
            return result;
        }
        return fields.get("ResultPath") instanceof String path
                ? DataPath.parse(path).write(data, result)
                : data;
    }
}
