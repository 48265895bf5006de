package io.nextcart.training.fit;

import java.nio.charset.StandardCharsets;

/**
 * Floats as ASCII decimals that read back to the same bits. Several times faster than {@link Float#toString(float)} and
 * free of garbage: a training set is a hundred million of them.
 */
final class FloatText {
    /** No text is longer. */
    static final int MAX_BYTES = 24;

    private static final float WHOLE_BELOW = 0x1p53f;
    private static final float FRACTION_FROM = 0x1p-16f;
    private static final long[] POWERS = new long[19];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private FloatText() {}

    /**
     * Writes a float; NaN becomes {@code nan}.
     *
     * @param out has {@link #MAX_BYTES} bytes left from {@code at}
     * @return the position after the text
     * @throws IllegalArgumentException for infinity, which no feature means
     */
    static int write(float value, byte[] out, int at) {
        if (Float.isNaN(value)) {
            out[at] = 'n';
            out[at + 1] = 'a';
            out[at + 2] = 'n';
            return at + 3;
        }
        if (Float.isInfinite(value)) {
            throw new IllegalArgumentException("value is " + value + ", expected a finite number or NaN");
        }
        int position = at;
        float magnitude = Math.abs(value);
        if (Float.floatToRawIntBits(value) < 0) {
            out[position++] = '-';
        }
        if (magnitude < WHOLE_BELOW && magnitude == (long) magnitude) {
            return digits((long) magnitude, 1, out, position);
        }
        if (magnitude < FRACTION_FROM || magnitude >= WHOLE_BELOW) {
            return ascii(Float.toString(magnitude), out, position);
        }
        return fraction(magnitude, out, position);
    }

    /** Seven digits when they suffice for the same bits, else nine, which always do. */
    private static int fraction(float value, byte[] out, int at) {
        int exponent = 0;
        while (value >= POWERS[exponent + 1]) {
            exponent++;
        }
        if (value < 1) {
            exponent = -1;
            while ((double) value * POWERS[-exponent] < 1) {
                exponent--;
            }
        }
        int decimals = 6 - exponent;
        long scaled = Math.round((double) value * POWERS[decimals]);
        // Short of half the gap to the nearer float, so that a reader by way of double rounds to this one, too.
        if (Math.abs((double) scaled / POWERS[decimals] - value) >= 0.49 * (value - Math.nextDown(value))) {
            decimals = 8 - exponent;
            scaled = Math.round((double) value * POWERS[decimals]);
        }
        while (scaled % 10 == 0) {
            scaled /= 10;
            decimals--;
        }
        int position = digits(scaled / POWERS[decimals], 1, out, at);
        out[position++] = '.';
        return digits(scaled % POWERS[decimals], decimals, out, position);
    }

    /** Writes a number, zero padded to a width. */
    static int digits(long number, int width, byte[] out, int at) {
        int count = width;
        while (count < POWERS.length && number >= POWERS[count]) {
            count++;
        }
        long rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + count;
    }

    private static int ascii(String text, byte[] out, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, out, at, bytes.length);
        return at + bytes.length;
    }
}
