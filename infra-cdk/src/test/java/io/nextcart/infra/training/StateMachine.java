package io.nextcart.infra.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Plays a definition in the Amazon States Language as far as the pipeline uses it, without waiting between retries. */
final class StateMachine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_STEPS = 100;

    /** What a task answers; a {@link TaskFailure} when it fails. */
    interface Tasks {
        JsonNode run(String state, JsonNode parameters) throws TaskFailure;
    }

    /** A task that failed. */
    static final class TaskFailure extends Exception {
        private final String error;

        TaskFailure(String error, String cause) {
            super(cause);
            this.error = error;
        }
    }

    private final JsonNode definition;
    private final Tasks tasks;
    private final List<String> path = new ArrayList<>();

    StateMachine(JsonNode definition, Tasks tasks) {
        this.definition = definition;
        this.tasks = tasks;
    }

    /** Plays it to its end; the states that it went through, in order. */
    List<String> run() {
        String name = definition.get("StartAt").asText();
        ObjectNode data = JSON.createObjectNode();
        while (path.size() < MOST_STEPS) {
            path.add(name);
            JsonNode state = definition.get("States").get(name);
            String next = switch (state.get("Type").asText()) {
                case "Task" -> task(name, state, data);
                case "Choice" -> choice(state, data);
                case "Succeed", "Fail" -> "";
                default -> throw new IllegalStateException("cannot play " + state);
            };
            if (next.isEmpty()) {
                return path;
            }
            name = next;
        }
        throw new IllegalStateException("does not end: " + path);
    }

    private String task(String name, JsonNode state, ObjectNode data) {
        int tries = 1 + state.at("/Retry/0/MaxAttempts").asInt(0);
        TaskFailure failure = null;
        for (int i = 0; i < tries; i++) {
            try {
                JsonNode result = tasks.run(name, state.get("Parameters"));
                JsonNode selector = state.path("ResultSelector");
                ObjectNode selected = JSON.createObjectNode();
                selector.properties()
                        .forEach(field -> selected.set(
                                field.getKey().replace(".$", ""),
                                result.get(field.getValue().asText().substring(2))));
                put(data, state, selector.isMissingNode() ? result : selected);
                return state.path("End").asBoolean() ? "" : state.get("Next").asText();
            } catch (TaskFailure e) {
                failure = e;
            }
        }
        for (JsonNode catcher : state.path("Catch")) {
            for (JsonNode error : catcher.get("ErrorEquals")) {
                if (error.asText().equals("States.ALL") || error.asText().equals(failure.error)) {
                    put(
                            data,
                            catcher,
                            JSON.createObjectNode().put("Error", failure.error).put("Cause", failure.getMessage()));
                    return catcher.get("Next").asText();
                }
            }
        }
        return "";
    }

    private static void put(ObjectNode data, JsonNode where, JsonNode value) {
        if (where.path("ResultPath").isTextual()) {
            data.set(where.get("ResultPath").asText().substring(2), value);
        }
    }

    private static String choice(JsonNode state, JsonNode data) {
        for (JsonNode rule : state.get("Choices")) {
            if (holds(rule, data)) {
                return rule.get("Next").asText();
            }
        }
        return state.get("Default").asText();
    }

    private static boolean holds(JsonNode rule, JsonNode data) {
        if (rule.has("Or")) {
            for (JsonNode one : rule.get("Or")) {
                if (holds(one, data)) {
                    return true;
                }
            }
            return false;
        }
        JsonNode value = data.at(rule.get("Variable").asText().substring(1).replace('.', '/'));
        if (rule.has("NumericGreaterThan")) {
            return value.asDouble() > rule.get("NumericGreaterThan").asDouble();
        }
        String pattern = Pattern.quote(rule.get("StringMatches").asText()).replace("*", "\\E.*\\Q");
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(value.asText()).matches();
    }
}
