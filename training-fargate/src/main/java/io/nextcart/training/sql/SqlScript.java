package io.nextcart.training.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a script's statements and substitutes numbers for its parameters. */
public final class SqlScript {
    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");

    private SqlScript() {}

    /**
     * The statements of the resource {@code <name>.sql}, in order, without comments.
     *
     * @throws IllegalArgumentException when there is no such script, or it needs another parameter
     */
    public static List<String> statements(String name, Map<String, ? extends Number> parameters) {
        String text = COMMENT.matcher(load(name + ".sql")).replaceAll("");
        List<String> statements = new ArrayList<>();
        for (String statement : text.split(";", -1)) {
            if (!statement.isBlank()) {
                statements.add(bind(name, statement.strip(), parameters));
            }
        }
        return statements;
    }

    private static String load(String resource) {
        try (InputStream in = SqlScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no script " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    private static String bind(String script, String statement, Map<String, ? extends Number> parameters) {
        Matcher matcher = PARAMETER.matcher(statement);
        StringBuilder bound = new StringBuilder();
        while (matcher.find()) {
            Number value = parameters.get(matcher.group(1));
            if (value == null) {
                throw new IllegalArgumentException("script " + script + " needs the parameter " + matcher.group(1));
            }
            matcher.appendReplacement(bound, value.toString());
        }
        return matcher.appendTail(bound).toString();
    }
}
