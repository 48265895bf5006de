package io.nextcart.local.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the value of a field whose name ends in {@code .$}: a path or an intrinsic function. */
final class ExpressionReader {
    private static final Pattern TOKEN = Pattern.compile("\\G *('(?:\\\\.|[^'\\\\])*'|[^'(), ]+|.)");

    private final String text;
    private final Matcher tokens;
    private String token = "";

    private ExpressionReader(String text) {
        this.text = text;
        tokens = TOKEN.matcher(text);
        advance();
    }

    /** @throws IllegalArgumentException when it is neither, or not supported */
    static Expression read(String text) {
        ExpressionReader reader = new ExpressionReader(text);
        Expression expression = reader.expression();
        reader.expect("", "the end");
        return expression;
    }

    private Expression expression() {
        String first = token;
        if (first.startsWith("$")) {
            advance();
            return DataPath.parse(first);
        }
        if (first.length() > 1 && first.startsWith("'")) {
            advance();
            String literal = first.substring(1, first.length() - 1).replaceAll("\\\\(.)", "$1");
            return scope -> literal;
        }
        if (first.matches("-?[0-9]{1,9}")) {
            advance();
            Integer number = Integer.valueOf(first);
            return scope -> number;
        }
        if (!Intrinsic.NAMES.contains(first)) {
            throw fault("'" + first + "' is not a supported function, expected one of "
                    + Intrinsic.NAMES.stream().sorted().toList());
        }
        advance();
        expect("(", "(");
        List<Expression> arguments = new ArrayList<>(List.of(expression()));
        while (token.equals(",")) {
            advance();
            arguments.add(expression());
        }
        expect(")", ")");
        return scope -> Intrinsic.call(first, Expression.values(arguments, scope));
    }

    private void expect(String expected, String name) {
        if (!token.equals(expected)) {
            throw fault("expected " + name);
        }
        advance();
    }

    private void advance() {
        token = tokens.find() ? tokens.group(1) : "";
    }

    private IllegalArgumentException fault(String what) {
        int column = token.isEmpty() ? text.length() : tokens.start(1);
        return new IllegalArgumentException("'" + text + "', column " + (column + 1) + ": " + what);
    }
}
