package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The paths of a call, such as {@code /v1/items/{item_id}/similar}: they match segment by segment, as they are sent. A
 * parameter matches one segment that is not empty and is percent-decoded once, so that {@code %2F} is part of an id.
 */
public final class PathTemplate {
    /** What the decoder makes of bytes that are not UTF-8; no id may hold it. */
    private static final char NOT_UTF_8 = '\uFFFD';

    private final String text;
    private final String[] segments;

    private PathTemplate(String text) {
        this.text = text;
        this.segments = text.split("/", -1);
    }

    /** Reads a template; parameters stand in braces and take a whole segment. */
    public static PathTemplate of(String template) {
        return new PathTemplate(requireNonNull(template, "template is null"));
    }

    /** Whether a path, percent-encoded as it was sent, is one of these. Allocates nothing: every call is asked. */
    public boolean matches(String path) {
        int start = 0;
        for (int i = 0; i < segments.length; i++) {
            int slash = path.indexOf('/', start);
            if ((i == segments.length - 1) != (slash < 0)) {
                return false;
            }
            int end = slash < 0 ? path.length() : slash;
            String segment = segments[i];
            boolean same = isParameter(segment)
                    ? end > start
                    : segment.length() == end - start && path.startsWith(segment, start);
            if (!same) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    /**
     * The parameters of a path that matches, decoded, in order.
     *
     * @throws ProblemException 400 that names a parameter which is badly encoded
     */
    Map<String, String> parameters(String path) {
        String[] given = path.split("/", -1);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < segments.length; i++) {
            if (isParameter(segments[i])) {
                String name = segments[i].substring(1, segments[i].length() - 1);
                parameters.put(name, decode(name, given[i]));
            }
        }
        return parameters;
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

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    /** As it was given. */
    @Override
    public String toString() {
        return text;
    }
}
