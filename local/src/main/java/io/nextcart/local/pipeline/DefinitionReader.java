package io.nextcart.local.pipeline;

import io.nextcart.data.BadInputException;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a definition in the Amazon States Language and finds everything in it that {@link Execution} does not play. */
final class DefinitionReader {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z]+)}");
    private static final Set<String> RETRIER = Set.of("ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxAttempts");
    private static final Set<String> CATCHER = Set.of("ErrorEquals", "ResultPath", "Next");

    private final String file;
    private final Map<String, ?> substitutions;
    private final Set<String> resources;
    private final List<String> faults = new ArrayList<>();

    DefinitionReader(String file, Map<String, ?> substitutions, Set<String> resources) {
        this.file = file;
        this.substitutions = Map.copyOf(substitutions);
        this.resources = Set.copyOf(resources);
    }

    Definition read(String text) {
        Map<String, Object> parsed;
        try {
            parsed = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BadInputException(file + ": " + e.getMessage() + ", expected a state machine", e);
        }
        Map<String, @Nullable Object> fields = map("", substitute(parsed));
        only("", fields.keySet(), Set.of("Comment", "StartAt", "TimeoutSeconds", "States"));
        State.Machine machine = machine("", fields);
        int seconds = seconds("", fields, "TimeoutSeconds");
        if (!faults.isEmpty()) {
            throw new BadInputException(file + ": " + String.join("; ", faults));
        }
        return new Definition(machine, seconds);
    }

    private State.Machine machine(String of, Map<String, @Nullable Object> fields) {
        Map<String, State> states = new LinkedHashMap<>();
        map(of, fields.get("States")).forEach((name, state) -> states.put(name, state(name, map(name, state))));
        Set<String> reached = new HashSet<>();
        next(of, fields.get("StartAt"), "StartAt", states.keySet(), reached);
        for (State state : states.values()) {
            targets(state, states.keySet(), reached);
        }
        Set<String> lost = new TreeSet<>(states.keySet());
        lost.removeAll(reached);
        lost.forEach(name -> faults.add("state " + name + " is never reached"));
        return new State.Machine(String.valueOf(fields.get("StartAt")), states);
    }

    private State state(String name, Map<String, @Nullable Object> fields) {
        String type = String.valueOf(fields.get("Type"));
        State.Kind kind;
        try {
            kind = State.Kind.valueOf(type.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            fault(name, "Type", type + " is not known here: " + e.getMessage());
            return new State(name, State.Kind.SUCCEED, fields, null);
        }
        fields.keySet().stream()
                .filter(field -> !kind.knows(field))
                .forEach(field -> fault(name, field, "is not known here"));
        for (String template : List.of("Parameters", "ResultSelector", "ItemSelector")) {
            tried(name, template, () -> Template.check(fields.get(template)));
        }
        for (String path : List.of("ResultPath", "ItemsPath", "ErrorPath", "CausePath")) {
            if (fields.get(path) instanceof String text) {
                tried(name, path, () -> DataPath.parse(text));
            }
        }
        if (String.valueOf(fields.get("ResultPath")).contains("[")) {
            fault(name, "ResultPath", "puts into a list, which is not known here");
        }
        State.Machine inner = null;
        switch (kind) {
            case TASK -> task(name, fields);
            case WAIT -> seconds(name, fields, "Seconds");
            case MAP -> inner = processor(name, fields);
            case CHOICE ->
                tried(name, "Choices", () -> ((List<?>) list(name, fields.get("Choices"))).forEach(ChoiceRule::parse));
            default -> {}
        }
        return new State(name, kind, fields, inner);
    }

    private void task(String name, Map<String, @Nullable Object> fields) {
        if (!resources.contains(String.valueOf(fields.get("Resource")))) {
            fault(
                    name,
                    "Resource",
                    fields.get("Resource") + " is not known here, expected one of " + new TreeSet<>(resources));
        }
        seconds(name, fields, "TimeoutSeconds");
        for (Object retrier : list(name, fields.getOrDefault("Retry", List.of()))) {
            only(name, map(name, retrier).keySet(), RETRIER);
        }
        for (Object catcher : list(name, fields.getOrDefault("Catch", List.of()))) {
            only(name, map(name, catcher).keySet(), CATCHER);
        }
    }

    private State.Machine processor(String name, Map<String, @Nullable Object> fields) {
        if (!(fields.get("ItemsPath") instanceof String)) {
            fault(name, "ItemsPath", "is missing");
        }
        Map<String, @Nullable Object> processor = map(name, fields.get("ItemProcessor"));
        only(name, processor.keySet(), Set.of("ProcessorConfig", "StartAt", "States"));
        if (!Map.of("Mode", "INLINE").equals(processor.get("ProcessorConfig"))) {
            fault(name, "ProcessorConfig", "is not known here, expected {\"Mode\":\"INLINE\"}");
        }
        return machine(name, processor);
    }

    private void targets(State state, Set<String> names, Set<String> reached) {
        Map<String, @Nullable Object> fields = state.fields();
        if (state.kind().goesOn() && !Boolean.TRUE.equals(fields.get("End"))) {
            next(state.name(), fields.get("Next"), "Next", names, reached);
        }
        if (state.kind() == State.Kind.CHOICE) {
            next(state.name(), fields.get("Default"), "Default", names, reached);
        }
        for (String field : List.of("Choices", "Catch")) {
            for (Object one : state.list(field)) {
                next(state.name(), map(state.name(), one).get("Next"), field, names, reached);
            }
        }
    }

    private void next(String name, @Nullable Object target, String field, Set<String> names, Set<String> reached) {
        if (!(target instanceof String text) || !names.contains(text)) {
            fault(name, field, "leads to " + target + ", which is no state");
        } else if (!text.equals(name)) {
            reached.add(text);
        }
    }

    private int seconds(String name, Map<String, @Nullable Object> fields, String field) {
        if (fields.get(field) instanceof Integer seconds && seconds > 0) {
            return seconds;
        }
        fault(name, field, "is " + fields.get(field) + ", expected a whole number of seconds");
        return 1;
    }

    private void only(String name, Set<String> fields, Set<String> known) {
        fields.stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> fault(name, field, "is not known here"));
    }

    private void tried(String name, String field, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            fault(name, field, String.valueOf(e.getMessage()));
        }
    }

    private void fault(String name, String field, String what) {
        faults.add((name.isEmpty() ? "" : "state " + name + ", ") + "field " + field + ": " + what);
    }

    private List<?> list(String name, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        faults.add("state " + name + ": " + value + " is no list");
        return List.of();
    }

    private Map<String, @Nullable Object> map(String name, @Nullable Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((key, field) -> map.put(String.valueOf(key), field));
        } else {
            faults.add("state " + name + ": " + value + " is no object");
        }
        return map;
    }

    private @Nullable Object substitute(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            map.forEach((key, field) -> result.put(String.valueOf(key), substitute(field)));
            return result;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            list.forEach(item -> result.add(substitute(item)));
            return result;
        }
        if (!(value instanceof String text)) {
            return value;
        }
        Matcher whole = PLACE.matcher(text);
        if (whole.matches()) {
            return substitution(whole.group(1));
        }
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(String.valueOf(substitution(place.group(1)))));
    }

    private Object substitution(String name) {
        Object value = substitutions.get(name);
        if (value == null) {
            faults.add("${" + name + "} has no value");
            return "";
        }
        return value;
    }
}
