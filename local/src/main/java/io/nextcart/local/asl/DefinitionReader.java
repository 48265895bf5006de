package io.nextcart.local.asl;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a definition and reports everything in it that {@link Execution} does not support. */
final class DefinitionReader {
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z]+)}");

    private final String file;
    private final Map<String, ?> substitutions;
    private final Set<String> resources;
    private final List<String> faults = new ArrayList<>();

    DefinitionReader(String file, Map<String, ?> substitutions, Set<String> resources) {
        this.file = file;
        this.substitutions = Map.copyOf(substitutions);
        this.resources = new TreeSet<>(resources);
    }

    Definition read(String text) {
        Fields fields;
        try {
            fields = new Fields("", substitute(JSON.std.anyFrom(text)));
        } catch (IOException e) {
            throw new BadInputException(file + ": is not valid JSON: " + e.getMessage(), e);
        }
        Definition definition = new Definition(machine(fields), fields.seconds("TimeoutSeconds"));
        fields.end();
        if (!faults.isEmpty()) {
            throw new BadInputException(file + ": " + String.join("; ", faults));
        }
        return definition;
    }

    private State.Machine machine(Fields fields) {
        Map<String, @Nullable Object> given = new Fields(fields.state, fields.take("States")).left;
        Names names = new Names(given.keySet(), new HashSet<>());
        String startAt = fields.target("StartAt", names);
        Map<String, State> states = new LinkedHashMap<>();
        given.forEach((name, state) -> states.put(name, state(name, new Fields(name, state), names)));
        Set<String> lost = new TreeSet<>(states.keySet());
        lost.removeAll(names.reached);
        lost.forEach(name -> faults.add("state " + name + " is never reached"));
        return new State.Machine(startAt, states);
    }

    private State state(String name, Fields fields, Names names) {
        String type = String.valueOf(fields.take("Type"));
        State state = switch (type) {
            case "Task" ->
                new State.Task(
                        name,
                        resource(fields),
                        fields.template("Parameters", scope -> Map.of()),
                        fields.template("ResultSelector", Scope::data),
                        fields.resultPath(),
                        fields.seconds("TimeoutSeconds"),
                        retriers(fields),
                        catchers(fields, names),
                        fields.next(names));
            case "Pass" -> new State.Pass(result(fields), fields.resultPath(), fields.next(names));
            case "Map" ->
                new State.ForEach(
                        fields.path("ItemsPath"),
                        fields.template("ItemSelector", DataPath.parse("$$.Map.Item.Value")),
                        processor(new Fields(name, fields.take("ItemProcessor"))),
                        fields.resultPath(),
                        fields.next(names));
            case "Choice" -> new State.Choice(rules(fields, names), fields.target("Default", names));
            case "Wait" -> new State.Wait(fields.seconds("Seconds"), fields.next(names));
            case "Succeed" -> new State.Succeed();
            case "Fail" -> new State.Fail(fields.path("ErrorPath"), fields.path("CausePath"));
            default -> {
                fields.fault("Type", type + " is not supported");
                fields.next(names);
                fields.left.clear();
                yield new State.Succeed();
            }
        };
        fields.end();
        return state;
    }

    private String resource(Fields fields) {
        String resource = String.valueOf(fields.take("Resource"));
        if (!resources.contains(resource)) {
            fields.fault("Resource", resource + " is not supported, expected one of " + resources);
        }
        return resource;
    }

    private static Expression result(Fields fields) {
        if (fields.left.containsKey("Result")) {
            Object result = fields.take("Result");
            return scope -> result;
        }
        return fields.template("Parameters", Scope::data);
    }

    private List<State.Retrier> retriers(Fields fields) {
        List<State.Retrier> retriers = new ArrayList<>();
        for (Fields retrier : fields.objects("Retry")) {
            retriers.add(new State.Retrier(
                    retrier.errors(), retrier.number("IntervalSeconds", 1), retrier.number("BackoffRate", 2), (int)
                            retrier.number("MaxAttempts", 3)));
            retrier.end();
        }
        return retriers;
    }

    private List<State.Catcher> catchers(Fields fields, Names names) {
        List<State.Catcher> catchers = new ArrayList<>();
        for (Fields catcher : fields.objects("Catch")) {
            catchers.add(
                    new State.Catcher(catcher.errors(), catcher.resultPath(), catcher.target("Next", "Catch", names)));
            catcher.end();
        }
        return catchers;
    }

    private Map<ChoiceRule, String> rules(Fields fields, Names names) {
        Map<ChoiceRule, String> rules = new LinkedHashMap<>();
        for (Fields rule : fields.objects("Choices")) {
            String next = rule.target("Next", "Choices", names);
            try {
                rules.put(ChoiceRule.read(rule.left), next);
            } catch (IllegalArgumentException e) {
                fields.fault("Choices", String.valueOf(e.getMessage()));
            }
        }
        return rules;
    }

    private State.Machine processor(Fields processor) {
        if (!Map.of("Mode", "INLINE").equals(processor.take("ProcessorConfig"))) {
            processor.fault("ProcessorConfig", "is not supported, expected {\"Mode\":\"INLINE\"}");
        }
        State.Machine machine = machine(processor);
        processor.end();
        return machine;
    }

    /** The states of one machine, and those that something leads to. */
    private record Names(Set<String> known, Set<String> reached) {}

    /** The fields of one object. Each is taken once; a field that nothing took is not supported. */
    private final class Fields {
        private final String state;
        private final Map<String, @Nullable Object> left = new LinkedHashMap<>();

        /**
         * @param state the name of the state that it belongs to; empty for the definition itself
         */
        Fields(String state, @Nullable Object object) {
            this.state = state;
            if (object instanceof Map<?, ?> map) {
                map.forEach((name, value) -> left.put(String.valueOf(name), value));
                left.remove("Comment");
            } else {
                faults.add("state " + state + ": " + object + " is not an object");
            }
        }

        @Nullable
        Object take(String field) {
            return left.remove(field);
        }

        int seconds(String field) {
            Object value = take(field);
            if (value instanceof Integer seconds && seconds > 0) {
                return seconds;
            }
            fault(field, "is " + value + ", expected a whole number of seconds");
            return 1;
        }

        double number(String field, double otherwise) {
            return take(field) instanceof Number number ? number.doubleValue() : otherwise;
        }

        List<String> errors() {
            if (take("ErrorEquals") instanceof List<?> errors) {
                return errors.stream().map(String::valueOf).toList();
            }
            fault("ErrorEquals", "is not a list");
            return List.of();
        }

        List<Fields> objects(String field) {
            if (left.getOrDefault(field, List.of()) instanceof List<?> list) {
                left.remove(field);
                return list.stream().map(one -> new Fields(state, one)).toList();
            }
            fault(field, "is not a list");
            return List.of();
        }

        Expression template(String field, Expression otherwise) {
            return left.containsKey(field) ? read(field, Template::read, otherwise) : otherwise;
        }

        DataPath path(String field) {
            return read(field, value -> DataPath.parse(String.valueOf(value)), DataPath.WHOLE);
        }

        /** Without such a field, the result replaces the data; null drops it. */
        @Nullable
        DataPath resultPath() {
            String field = "ResultPath";
            if (!left.containsKey(field)) {
                return DataPath.WHOLE;
            }
            if (left.get(field) == null) {
                take(field);
                return null;
            }
            DataPath path = path(field);
            if (path.text().contains("[")) {
                fault(field, "puts into a list, which is not supported");
            }
            return path;
        }

        private <T> T read(String field, Function<@Nullable Object, T> reader, T otherwise) {
            try {
                return reader.apply(take(field));
            } catch (IllegalArgumentException e) {
                fault(field, String.valueOf(e.getMessage()));
                return otherwise;
            }
        }

        @Nullable
        String next(Names names) {
            return Boolean.TRUE.equals(take("End")) ? null : target("Next", names);
        }

        String target(String field, Names names) {
            return target(field, field, names);
        }

        /**
         * @param reported the field that a fault names
         */
        String target(String field, String reported, Names names) {
            String target = String.valueOf(take(field));
            if (!names.known.contains(target)) {
                fault(reported, "leads to " + target + ", which is not a state");
            } else if (!target.equals(state)) {
                names.reached.add(target);
            }
            return target;
        }

        void fault(String field, String what) {
            faults.add((state.isEmpty() ? "" : "state " + state + ", ") + "field " + field + ": " + what);
        }

        void end() {
            left.keySet().forEach(field -> fault(field, "is not supported"));
        }
    }

    private @Nullable Object substitute(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> result = new LinkedHashMap<>();
            map.forEach((name, field) -> result.put(name, substitute(field)));
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
        return whole.matches()
                ? substitution(whole.group(1))
                : PLACE.matcher(text)
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
