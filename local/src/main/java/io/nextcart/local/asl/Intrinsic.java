package io.nextcart.local.asl;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Sha256;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Intrinsic functions: <a href="https://states-language.net/spec.html#appendix-b">Amazon States Language, appendix B</a>. */
final class Intrinsic {
    static final Set<String> NAMES =
            Set.of("States.Format", "States.StringToJson", "States.StringSplit", "States.ArrayGetItem", "States.Hash");

    private Intrinsic() {}

    static @Nullable Object call(String name, List<@Nullable Object> arguments) throws StateFailure {
        try {
            return switch (name) {
                case "States.Format" -> format(arguments);
                case "States.StringToJson" -> JSON.std.anyFrom(text(arguments, 0));
                case "States.StringSplit" -> split(text(arguments, 0), text(arguments, 1));
                case "States.ArrayGetItem" -> item(arguments);
                case "States.Hash" -> hash(text(arguments, 0), text(arguments, 1));
                default -> throw new IllegalStateException(name + " was let in");
            };
        } catch (IOException | IllegalArgumentException e) {
            throw new StateFailure(StateFailure.INTRINSIC, name + ": " + e.getMessage());
        }
    }

    /** Splits as AWS does: at every character of the second string, without empty parts. */
    private static List<Object> split(String text, String separators) {
        return Collections.list(new StringTokenizer(text, separators));
    }

    private static @Nullable Object item(List<@Nullable Object> arguments) {
        if (arguments.size() == 2
                && arguments.get(0) instanceof List<?> list
                && arguments.get(1) instanceof Integer index
                && index >= 0
                && index < list.size()) {
            return list.get(index);
        }
        throw new IllegalArgumentException("no such item in " + Scope.json(arguments));
    }

    private static String hash(String text, String algorithm) {
        if (algorithm.equals("SHA-256")) {
            return new Sha256().add(text).hex();
        }
        throw new IllegalArgumentException("'" + algorithm + "' is not supported, expected SHA-256");
    }

    private static String format(List<@Nullable Object> arguments) {
        StringBuilder text = new StringBuilder();
        Iterator<@Nullable Object> rest = arguments.subList(1, arguments.size()).iterator();
        String template = text(arguments, 0);
        int from = 0;
        for (int at = template.indexOf("{}"); at >= 0; at = template.indexOf("{}", from)) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException("more {} than arguments");
            }
            Object value = rest.next();
            text.append(template, from, at).append(value instanceof String string ? string : Scope.json(value));
            from = at + 2;
        }
        if (rest.hasNext()) {
            throw new IllegalArgumentException("more arguments than {}");
        }
        return text.append(template.substring(from)).toString();
    }

    private static String text(List<@Nullable Object> arguments, int index) {
        if (index < arguments.size() && arguments.get(index) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("argument " + (index + 1) + " of " + arguments.size() + " is not a string");
    }
}
