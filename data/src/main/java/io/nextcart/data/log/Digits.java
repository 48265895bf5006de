package io.nextcart.data.log;

/** Parses whole numbers without the cost of exceptions. */
final class Digits {
    /** Larger than any time in microseconds; one more digit cannot overflow. */
    static final long MOST = Long.MAX_VALUE / 16;

    private Digits() {}

    /** The number that a text of digits spells; −1 when it is not one, or is above {@code most}. */
    static long parse(String text, long most) {
        long value = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length() && value >= 0 && value <= most; i++) {
            int digit = text.charAt(i) - '0';
            value = digit >= 0 && digit <= 9 ? 10 * value + digit : -1;
        }
        return value > most ? -1 : value;
    }
}
