package io.nextcart.data.log;

import java.util.Locale;

/** Formats numbers of things for people. */
public final class Counted {
    private Counted() {}

    /** Such as {@code 1 event} or {@code 2,000 events}. */
    public static String of(long number, String thing) {
        return of(number, thing, thing + "s");
    }

    /** Such as {@code 1 category} or {@code 2 categories}. */
    public static String of(long number, String thing, String things) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? thing : things);
    }
}
