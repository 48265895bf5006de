package io.nextcart.local.asl;

import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a definition and refuses whatever {@link Execution} does not support. */
final class DefinitionReader {
    /** The supported fields of each type of state, besides {@code Type} and {@code Comment}. */
    private static final Map<String, List<String>> FIELDS = Map.of(
            "Task",
            List.of(
                    "Resource",
                    "Parameters",
                    "ResultSelector",
                    "ResultPath",
                    "TimeoutSeconds",
                    "Retry",
                    "Catch",
                    "Next",
                    "End"),
            "Pass",
            List.of("Result", "Parameters", "ResultPath", "Next", "End"),
            "Map",
            List.of("ItemsPath", "ItemSelector", "ItemProcessor", "ResultPath", "Next", "End"),
            "Choice",
            List.of("Choices", "Default"),
            "Wait",
            List.of("Seconds", "Next", "End"),
            "Succeed",
            List.of(),
            "Fail",
            List.of("ErrorPath", "CausePath"));

    private final Set<String> resources;

    DefinitionReader(Set<String> resources) {
        this.resources = new TreeSet<>(resources);
    }

    /**
     * Reads a definition.
     *
     * @throws DamagedDocumentException naming the unsupported field
     * @throws IllegalArgumentException for an unsupported path, function or rule
     */
    Definition read(JsonObject json) throws DamagedDocumentException {
        requireOnly(json, List.of("StartAt", "States", "TimeoutSeconds"));
        return new Definition(machine(json), seconds(json, "TimeoutSeconds"));
    }

    private State.Machine machine(JsonObject json) throws DamagedDocumentException {
        Map<String, JsonObject> given = json.object("States").objectsByName();
        Names names = new Names(given.keySet(), new HashSet<>());
        String startAt = names.target(json, "StartAt", "");
        Map<String, State> states = new LinkedHashMap<>();
        for (Map.Entry<String, JsonObject> state : given.entrySet()) {
            states.put(state.getKey(), state(state.getKey(), state.getValue(), names));
        }
        for (String name : states.keySet()) {
            if (!names.reached.contains(name)) {
                throw new IllegalArgumentException("state " + name + " is never reached");
            }
        }
        return new State.Machine(startAt, states);
    }

    private State state(String name, JsonObject json, Names names) throws DamagedDocumentException {
        String type = json.text("Type");
        List<String> fields = FIELDS.get(type);
        if (fields == null) {
            throw json.wrong("Type", "one of " + new TreeSet<>(FIELDS.keySet()));
        }
        List<String> known = new ArrayList<>(fields);
        known.add("Type");
        requireOnly(json, known);
        return switch (type) {
            case "Task" ->
                new State.Task(
                        name,
                        resource(json),
                        template(json, "Parameters", scope -> Map.of()),
                        template(json, "ResultSelector", Scope::data),
                        resultPath(json),
                        seconds(json, "TimeoutSeconds"),
                        json.objects("Retry", DefinitionReader::retrier),
                        json.objects("Catch", catcher -> catcher(catcher, name, names)),
                        next(json, name, names));
            case "Pass" -> new State.Pass(result(json), resultPath(json), next(json, name, names));
            case "Map" ->
                new State.ForEach(
                        DataPath.parse(json.text("ItemsPath")),
                        template(json, "ItemSelector", DataPath.parse("$$.Map.Item.Value")),
                        processor(json.object("ItemProcessor")),
                        resultPath(json),
                        next(json, name, names));
            case "Choice" -> new State.Choice(rules(json, name, names), names.target(json, "Default", name));
            case "Wait" -> new State.Wait(seconds(json, "Seconds"), next(json, name, names));
            case "Fail" ->
                new State.Fail(
                        ExpressionReader.read(json.text("ErrorPath")), ExpressionReader.read(json.text("CausePath")));
            default -> new State.Succeed();
        };
    }

    private String resource(JsonObject json) throws DamagedDocumentException {
        String resource = json.text("Resource");
        if (!resources.contains(resource)) {
            throw json.wrong("Resource", "one of " + resources);
        }
        return resource;
    }

    private static Expression result(JsonObject json) {
        Object result = json.asMap().get("Result");
        return result == null ? template(json, "Parameters", Scope::data) : scope -> result;
    }

    private static State.Retrier retrier(JsonObject json) throws DamagedDocumentException {
        requireOnly(json, List.of("ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxAttempts"));
        return new State.Retrier(
                json.texts("ErrorEquals"), json.number("IntervalSeconds", 1), json.number("BackoffRate", 2), (int)
                        json.count("MaxAttempts", 3));
    }

    private static State.Catcher catcher(JsonObject json, String state, Names names) throws DamagedDocumentException {
        requireOnly(json, List.of("ErrorEquals", "ResultPath", "Next"));
        return new State.Catcher(json.texts("ErrorEquals"), resultPath(json), names.target(json, "Next", state));
    }

    private static Map<ChoiceRule, String> rules(JsonObject json, String state, Names names)
            throws DamagedDocumentException {
        Map<ChoiceRule, String> rules = new LinkedHashMap<>();
        for (JsonObject rule : json.objects("Choices")) {
            rules.put(ChoiceRule.read(rule), names.target(rule, "Next", state));
        }
        return rules;
    }

    private State.Machine processor(JsonObject json) throws DamagedDocumentException {
        requireOnly(json, List.of("ProcessorConfig", "StartAt", "States"));
        if (!Map.of("Mode", "INLINE").equals(json.asMap().get("ProcessorConfig"))) {
            throw json.wrong("ProcessorConfig", "{\"Mode\":\"INLINE\"}");
        }
        return machine(json);
    }

    /** The states of one machine, and those that others lead to. */
    private record Names(Set<String> known, Set<String> reached) {
        /**
         * Reads the name of a following state.
         *
         * @param from the state that has the field
         */
        String target(JsonObject json, String field, String from) throws DamagedDocumentException {
            String target = json.text(field);
            if (!known.contains(target)) {
                throw json.wrong(field, "the name of a state");
            }
            if (!target.equals(from)) {
                reached.add(target);
            }
            return target;
        }
    }

    private static @Nullable String next(JsonObject json, String state, Names names) throws DamagedDocumentException {
        return json.has("End") && json.flag("End") ? null : names.target(json, "Next", state);
    }

    private static int seconds(JsonObject json, String field) throws DamagedDocumentException {
        long seconds = json.count(field);
        if (seconds < 1 || seconds > Integer.MAX_VALUE) {
            throw json.wrong(field, "a whole number of seconds");
        }
        return (int) seconds;
    }

    private static Expression template(JsonObject json, String field, Expression otherwise) {
        return json.has(field) ? Expression.template(json.asMap().get(field)) : otherwise;
    }

    /** Without the field, the result replaces the data; with null, it is dropped. */
    private static @Nullable DataPath resultPath(JsonObject json) throws DamagedDocumentException {
        String field = "ResultPath";
        if (!json.has(field)) {
            return json.names().contains(field) ? null : DataPath.WHOLE;
        }
        DataPath path = DataPath.parse(json.text(field));
        if (path.text().contains("[")) {
            throw json.wrong(field, "a path that puts nothing into a list");
        }
        return path;
    }

    private static void requireOnly(JsonObject json, List<String> known) throws DamagedDocumentException {
        for (String name : json.names()) {
            if (!known.contains(name) && !name.equals("Comment")) {
                throw json.wrong(name, "only " + String.join(", ", known));
            }
        }
    }
}
