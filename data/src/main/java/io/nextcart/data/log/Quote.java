package io.nextcart.data.log;

/** Makes outside text safe for a one-line message. */
public final class Quote {
    private static final int LONGEST_VALUE = 40;

    private Quote() {}

    /** The start of a text, with a question mark for every unprintable character. */
    public static String of(String text, int longest) {
        String start = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return start.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\uFFFD]", "?");
    }

    /** A JSON parser's message without its remarks on its own settings, which are not the sender's. */
    public static String parser(String message, int longest) {
        return of(
                message.replaceAll(
                        "(?s) \\(start marker at .*|: enable `.*|, from `[^`]*`| \\(not recognized as.*|\n.*", ""),
                longest);
    }

    /**
     * The value of a JSON field or query parameter, to precede what was expected: {@code is 'abc', } or {@code is 7, }.
     * A number such as 1e400 is read as infinity, which nobody sent.
     */
    public static String found(Object value) {
        if (value instanceof Double number && number.isInfinite()) {
            return "is out of range, ";
        }
        String text = of(value.toString(), LONGEST_VALUE);
        return "is " + (value instanceof String ? "'" + text + "'" : text) + ", ";
    }
}
