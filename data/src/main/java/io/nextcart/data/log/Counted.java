package io.nextcart.data.log;

import java.util.Locale;

/** Numbers of things, for a person. */
final class Counted {
    private Counted() {}

    /** Such as {@code 1 event} or {@code 2,000 events}. */
    static String of(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }
}
