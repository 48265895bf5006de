package io.nextcart.training.fit;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Floats as ASCII decimals that read back to the same bits. Most of a training set's hundred million values are whole
 * numbers, which are written without garbage.
 */
final class FloatText {
    /** The length of the longest text. */
    static final int MAX_BYTES = 24;

    private static final float WHOLE_BELOW = 0x1p53f;

    private FloatText() {}

    /**
     * Writes a float; NaN becomes {@code nan}.
     *
     * @param out has {@link #MAX_BYTES} bytes left from {@code at}
     * @return the position after the text
     * @throws IllegalArgumentException for infinity, which no feature may be
     */
    static int write(float value, byte[] out, int at) {
        if (Float.isNaN(value)) {
            return ascii("nan", out, at);
        }
        if (Float.isInfinite(value)) {
            throw new IllegalArgumentException("value is " + value + ", expected a finite number or NaN");
        }
        int position = at;
        float magnitude = Math.abs(value);
        if (Float.floatToRawIntBits(value) < 0) {
            out[position++] = '-';
        }
        return magnitude < WHOLE_BELOW && magnitude == (long) magnitude
                ? digits((long) magnitude, out, position)
                : ascii(NumberOutput.toString(magnitude, true), out, position);
    }

    /** Writes a number that is not negative. */
    private static int digits(long number, byte[] out, int at) {
        int end = at + 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            end++;
        }
        long rest = number;
        for (int i = end - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    private static int ascii(String text, byte[] out, int at) {
        for (int i = 0; i < text.length(); i++) {
            out[at + i] = (byte) text.charAt(i);
        }
        return at + text.length();
    }
}
