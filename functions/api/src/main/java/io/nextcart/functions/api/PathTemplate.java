package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a call, such as {@code /v1/items/{item_id}/similar}, matched as sent. A parameter matches one non-empty
 * segment and is percent-decoded once, so {@code %2F} is part of an id.
 */
public final class PathTemplate {
    /** The decoder's replacement for invalid UTF-8; no id may contain it. */
    private static final char NOT_UTF_8 = '\uFFFD';

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private final String text;
    private final List<String> parameters;
    private final Pattern pattern;

    private PathTemplate(String text) {
        this.text = text;
        this.parameters = PARAMETER
                .matcher(text)
                .results()
                .map(parameter -> parameter.group(1))
                .toList();
        this.pattern = Pattern.compile("\\Q" + PARAMETER.matcher(text).replaceAll("\\\\E([^/]+)\\\\Q") + "\\E");
    }

    /** Parses a template; parameters are in braces and fill a whole segment. */
    public static PathTemplate of(String template) {
        return new PathTemplate(requireNonNull(template, "template is null"));
    }

    /** Whether a path, percent-encoded as sent, matches. */
    public boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    /**
     * The parameters of a path, decoded, in order; none when it does not match.
     *
     * @throws ProblemException 400 that names a badly encoded parameter
     */
    Map<String, String> parameters(String path) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher found = pattern.matcher(path);
        for (int i = 0; found.matches() && i < parameters.size(); i++) {
            values.put(parameters.get(i), decode(parameters.get(i), found.group(i + 1)));
        }
        return values;
    }

    /** Decodes percent-encoded UTF-8 once. A plus stays a plus. */
    private static String decode(String name, String segment) {
        try {
            String decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (decoded.indexOf(NOT_UTF_8) < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // Reported below.
        }
        throw ProblemException.invalid(name, "is badly percent-encoded, expected UTF-8 such as caf%C3%A9");
    }

    @Override
    public String toString() {
        return text;
    }
}
