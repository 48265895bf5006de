package io.nextcart.data.log;

/** Makes text from outside fit for a message of one line. */
public final class Quote {
    private static final int LONGEST_VALUE = 40;

    private Quote() {}

    /** The start of a text, with a question mark for every character that does not print on a line. */
    static String of(String text, int longest) {
        String start = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return start.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}\uFFFD]", "?");
    }

    /** What a field of JSON or of a query holds, before what was expected: {@code is 'abc', } or {@code is 7, }. */
    public static String found(Object value) {
        String text = of(value.toString(), LONGEST_VALUE);
        return "is " + (value instanceof String ? "'" + text + "'" : text) + ", ";
    }
}
