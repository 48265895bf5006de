package io.nextcart.training.als;

import java.util.Arrays;

/**
 * Multiplies every row of an array by one matrix. It turns some rows at a time on their side: loops over as many rows
 * fill the processor's vectors, those over the values of one row are too short for that. Not thread-safe.
 */
final class RowProduct {
    private static final int ROWS = 128;

    private final float[] matrix;
    private final int factors;
    private final float[] in;
    private final float[] out;

    /** @param matrix factors × factors, row-major; products with its zeros cost nothing */
    RowProduct(float[] matrix, int factors) {
        this.matrix = matrix;
        this.factors = factors;
        this.in = new float[factors * ROWS];
        this.out = new float[factors * ROWS];
    }

    /** Replaces the rows [{@code first}, {@code end}) by the matrix times them. */
    void multiply(float[] values, int first, int end) {
        for (int row = first; row < end; row += ROWS) {
            int rows = Math.min(ROWS, end - row);
            for (int r = 0; r < rows; r++) {
                for (int f = 0; f < factors; f++) {
                    in[f * ROWS + r] = values[(row + r) * factors + f];
                }
            }
            for (int f = 0; f < factors; f++) {
                product(f);
            }
            for (int r = 0; r < rows; r++) {
                for (int f = 0; f < factors; f++) {
                    values[(row + r) * factors + f] = out[f * ROWS + r];
                }
            }
        }
    }

    private void product(int f) {
        int at = f * ROWS;
        Arrays.fill(out, at, at + ROWS, 0);
        int g = 0;
        for (; g + 3 < factors; g += 4) {
            addFour(f * factors + g, g * ROWS, at);
        }
        for (; g < factors; g++) {
            float scale = matrix[f * factors + g];
            for (int r = 0; r < ROWS; r++) {
                out[at + r] += scale * in[g * ROWS + r];
            }
        }
    }

    private void addFour(int scales, int inAt, int outAt) {
        float scale0 = matrix[scales];
        float scale1 = matrix[scales + 1];
        float scale2 = matrix[scales + 2];
        float scale3 = matrix[scales + 3];
        if (scale0 == 0 && scale1 == 0 && scale2 == 0 && scale3 == 0) {
            return;
        }
        for (int r = 0; r < ROWS; r++) {
            out[outAt + r] = out[outAt + r]
                    + scale0 * in[inAt + r]
                    + scale1 * in[inAt + ROWS + r]
                    + scale2 * in[inAt + 2 * ROWS + r]
                    + scale3 * in[inAt + 3 * ROWS + r];
        }
    }
}
