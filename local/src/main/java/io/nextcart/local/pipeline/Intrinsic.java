package io.nextcart.local.pipeline;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * An argument of an intrinsic function, or such a function:
 * <a href="https://states-language.net/spec.html#appendix-b">Amazon States Language, appendix B</a>.
 */
sealed interface Intrinsic {
    /** The functions that are played here. */
    Set<String> KNOWN = Set.of("States.Format", "States.StringToJson", "States.StringSplit", "States.ArrayGetItem");

    /** What it is in a scope. */
    @Nullable
    Object value(Scope scope) throws StateFailure;

    /** A text or a whole number. */
    record Literal(Object value) implements Intrinsic {
        @Override
        public Object value(Scope scope) {
            return value;
        }
    }

    /** What a path finds. */
    record At(DataPath path) implements Intrinsic {
        @Override
        public @Nullable Object value(Scope scope) throws StateFailure {
            return path.read(scope);
        }
    }

    /** A function of arguments. */
    record Call(String function, List<Intrinsic> arguments) implements Intrinsic {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public @Nullable Object value(Scope scope) throws StateFailure {
            List<@Nullable Object> values = new ArrayList<>();
            for (Intrinsic argument : arguments) {
                values.add(argument.value(scope));
            }
            return switch (function) {
                case "States.Format" -> format(values);
                case "States.StringToJson" -> parsed(text(values, 0));
                case "States.StringSplit" -> split(text(values, 0), text(values, 1));
                case "States.ArrayGetItem" -> item(values);
                default -> throw new IllegalStateException(function + " was let in");
            };
        }

        private @Nullable Object parsed(String text) throws StateFailure {
            try {
                return JSON.std.anyFrom(text);
            } catch (IOException e) {
                throw fault(e.getMessage());
            }
        }

        /** As AWS does: every character of the second text parts, and there is nothing between two that follow each other. */
        private static List<String> split(String text, String parters) {
            return Collections.list(new StringTokenizer(text, parters)).stream()
                    .map(String::valueOf)
                    .toList();
        }

        private @Nullable Object item(List<@Nullable Object> values) throws StateFailure {
            if (values.size() == 2
                    && values.get(0) instanceof List<?> list
                    && values.get(1) instanceof Number index
                    && index.intValue() >= 0
                    && index.intValue() < list.size()) {
                return list.get(index.intValue());
            }
            throw fault("no such item in " + Scope.json(values));
        }

        private String format(List<@Nullable Object> values) throws StateFailure {
            StringBuilder text = new StringBuilder();
            Iterator<@Nullable Object> rest = values.subList(1, values.size()).iterator();
            String template = text(values, 0);
            int from = 0;
            for (int at = template.indexOf("{}"); at >= 0; at = template.indexOf("{}", from)) {
                if (!rest.hasNext()) {
                    throw fault("more {} than arguments");
                }
                Object value = rest.next();
                text.append(template, from, at).append(value instanceof String s ? s : Scope.json(value));
                from = at + 2;
            }
            if (rest.hasNext()) {
                throw fault("more arguments than {}");
            }
            return text.append(template.substring(from)).toString();
        }

        private String text(List<@Nullable Object> values, int index) throws StateFailure {
            if (index < values.size() && values.get(index) instanceof String text) {
                return text;
            }
            throw fault("argument " + (index + 1) + " of " + values.size() + " is no text");
        }

        private StateFailure fault(@Nullable String what) {
            return new StateFailure(StateFailure.INTRINSIC, function + ": " + what);
        }
    }
}
