package io.nextcart.functions.api;

import io.nextcart.data.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The {@code ETag} of what a call answers, by which two people who change the same thing notice each other. */
public final class EntityTag {
    private static final int DIGITS = 16;

    private EntityTag() {}

    /** The tag of a text, in quotes. */
    public static String of(String content) {
        return '"' + Sha256.hex(content.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS) + '"';
    }

    /**
     * Checks the conditions of a request, {@code If-Match} and {@code If-None-Match}.
     *
     * @param tag of what is there; null for nothing
     * @throws ProblemException 412 when one of them does not hold
     */
    public static void check(ApiRequest request, @Nullable String tag) {
        String wanted = request.headers().get("if-match");
        if (wanted != null && (tag == null || !names(wanted, tag))) {
            throw ProblemException.preconditionFailed(
                    tag == null
                            ? "Header If-Match is given, but there is nothing to match"
                            : "Somebody has changed it since: its ETag is " + tag + "; read it again");
        }
        String unwanted = request.headers().get("if-none-match");
        if (unwanted != null && tag != null && names(unwanted, tag)) {
            throw ProblemException.preconditionFailed(
                    "Header If-None-Match is given, but it is there: its ETag is " + tag);
        }
    }

    private static boolean names(String header, String tag) {
        return Arrays.stream(header.split(",")).map(String::strip).anyMatch(one -> one.equals("*") || one.equals(tag));
    }
}
