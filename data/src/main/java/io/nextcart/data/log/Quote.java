package io.nextcart.data.log;

/** Makes text of a file fit for a message of one line. */
final class Quote {
    private Quote() {}

    /** The start of a text, with a question mark for every character that does not print on a line. */
    static String of(String text, int longest) {
        String start = text.length() > longest ? text.substring(0, longest) + "…" : text;
        return start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
