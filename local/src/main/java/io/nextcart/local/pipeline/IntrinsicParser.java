package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/** Reads what stands behind a field whose name ends in {@code .$}: a path or an intrinsic function. */
final class IntrinsicParser {
    private final String text;
    private int at;

    private IntrinsicParser(String text) {
        this.text = requireNonNull(text, "text is null");
    }

    /**
     * @throws IllegalArgumentException when it is neither, or none that is known here
     */
    static Intrinsic parse(String text) {
        IntrinsicParser parser = new IntrinsicParser(text);
        Intrinsic value = parser.argument();
        if (parser.at != text.length()) {
            throw parser.fault("expected its end");
        }
        return value;
    }

    private Intrinsic argument() {
        char first = peek();
        if (first == '$') {
            return new Intrinsic.At(DataPath.parse(word()));
        }
        if (first == '\'') {
            return new Intrinsic.Literal(quoted());
        }
        String word = word();
        if (word.matches("-?[0-9]{1,9}")) {
            return new Intrinsic.Literal(Integer.valueOf(word));
        }
        if (!Intrinsic.KNOWN.contains(word)) {
            throw fault("'" + word + "' is no function that is known here, expected one of "
                    + Intrinsic.KNOWN.stream().sorted().toList());
        }
        List<Intrinsic> arguments = new ArrayList<>();
        for (char open = '('; peek() == open; open = ',') {
            at++;
            skipBlanks();
            arguments.add(argument());
            skipBlanks();
        }
        if (arguments.isEmpty() || peek() != ')') {
            throw fault("expected (argument, …)");
        }
        at++;
        return new Intrinsic.Call(word, arguments);
    }

    private String word() {
        int from = at;
        while (at < text.length() && "(),' ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() {
        StringBuilder literal = new StringBuilder();
        for (at++; peek() != '\''; at++) {
            if (peek() == '\0') {
                throw fault("expected a closing '");
            }
            if (peek() == '\\') {
                at++;
            }
            literal.append(peek());
        }
        at++;
        return literal.toString();
    }

    private void skipBlanks() {
        while (peek() == ' ') {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private IllegalArgumentException fault(String expected) {
        return new IllegalArgumentException("'" + text + "', column " + (at + 1) + ": " + expected);
    }
}
