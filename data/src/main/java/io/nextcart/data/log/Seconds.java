package io.nextcart.data.log;

import io.nextcart.data.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Times in seconds since the epoch. */
final class Seconds {
    private static final int MS = 1000;
    private static final int LONGEST_TEXT = 32;

    private Seconds() {}

    /**
     * Reads seconds, also with a fraction.
     *
     * @param name what the text is, for the message
     * @return milliseconds
     * @throws IllegalArgumentException also for milliseconds, which would be a time after the year 9999
     */
    static long toMs(String name, String text) {
        long seconds = Digits.parse(text, Event.LATEST_MS / MS);
        long ms = seconds < 0 ? fraction(text) : seconds * MS;
        if (ms < 0 || ms > Event.LATEST_MS) {
            throw new IllegalArgumentException(
                    name + " is '" + Quote.of(text, 40) + "', expected seconds since 1970, up to the year 9999");
        }
        return ms;
    }

    private static long fraction(String text) {
        if (text.length() > LONGEST_TEXT || !text.matches("[0-9]{1,12}\\.[0-9]+")) {
            return -1;
        }
        return new BigDecimal(text)
                .movePointRight(3)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
