package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The rule for every identifier of a shop. */
public final class Ids {
    /** Longest identifier, in UTF-16 code units. */
    public static final int MAX_LENGTH = 128;

    /** Part of every message about bytes that are not text in UTF-8. */
    public static final String NOT_UTF_8 = "not UTF-8";

    private Ids() {}

    /**
     * Returns {@code value} when it has 1–128 characters, all of them text: no control character, no U+FFFD (which
     * stands for bytes that are not UTF-8) and no half of a surrogate pair (which UTF-8 cannot write).
     *
     * @param name what the identifier names, for the message
     * @throws IllegalArgumentException with the name, the fault and what was expected
     */
    public static String check(String name, String value) {
        requireNonNull(value, () -> name + " is null");
        String fault = fault(value);
        if (fault != null) {
            throw new IllegalArgumentException(name + " " + fault);
        }
        return value;
    }

    /** What is wrong with an identifier and what was expected; null when it is good. */
    public static @Nullable String fault(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            return "has " + value.length() + " characters, expected 1 to " + MAX_LENGTH;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < '\u007F') {
                continue; // nearly all of the millions that a log holds
            }
            if (c == '\uFFFD') {
                return "is " + NOT_UTF_8 + " at position " + i + ", expected text in UTF-8";
            }
            if (Character.isISOControl(c) || isHalf(value, i)) {
                return "holds an unprintable character at position " + i + ", expected text";
            }
        }
        return null;
    }

    /** UTF-8 cannot write half a surrogate pair: two ids could become one in a store. */
    private static boolean isHalf(String value, int at) {
        char c = value.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
    }
}
