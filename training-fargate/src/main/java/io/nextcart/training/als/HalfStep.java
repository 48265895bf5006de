package io.nextcart.training.als;

import java.util.Arrays;

/**
 * Fits the vectors of one side while those of the other stay fixed: for each row x it minimises Σ c·(p − x·y)² + λ|x|²,
 * with p = 1 and c = 1 + α·count where the row met the item, p = 0 and c = 1 elsewhere, by a few conjugate gradient
 * steps from the row's present vector (Takács, Pilászy, Tikk 2011).
 */
final class HalfStep {
    private final int factors;
    private final float alpha;
    private final float regularization;
    private final int steps;
    private final Blocks blocks;

    HalfStep(ImplicitAls.Settings settings, Blocks blocks) {
        this.factors = settings.factors();
        this.alpha = (float) settings.alpha();
        this.regularization = (float) settings.regularization();
        this.steps = settings.conjugateGradientSteps();
        this.blocks = blocks;
    }

    /**
     * Improves {@code x} (rows × factors) against {@code y} (items × factors).
     *
     * @param xBlocks the blocks of {@code x}, as {@code yBlocks} those of {@code y}
     */
    void fit(Interactions matrix, float[] x, int[] xBlocks, float[] y, int[] yBlocks) {
        float[] gram = gram(y, yBlocks);
        blocks.run(xBlocks, (block, from, to) -> {
            Solver solver = new Solver(matrix, gram, y);
            for (int row = from; row < to; row++) {
                solver.solve(row, x);
            }
        });
    }

    /** Yᵀ·Y + λ·I: float sums per block, added in double in the order of the blocks. */
    private float[] gram(float[] y, int[] yBlocks) {
        float[][] parts = new float[yBlocks.length - 1][];
        blocks.run(yBlocks, (block, from, to) -> {
            float[] part = new float[factors * factors];
            int row = from;
            for (; row + 3 < to; row += 4) {
                int at = row * factors;
                for (int f = 0; f < factors; f++) {
                    addFour(y, at + f, factors, y, at, part, f * factors, factors);
                }
            }
            for (; row < to; row++) {
                int at = row * factors;
                for (int f = 0; f < factors; f++) {
                    addScaled(y[at + f], y, at, part, f * factors, factors);
                }
            }
            parts[block] = part;
        });
        double[] total = new double[factors * factors];
        for (float[] part : parts) {
            for (int i = 0; i < total.length; i++) {
                total[i] += part[i];
            }
        }
        float[] gram = new float[total.length];
        for (int i = 0; i < total.length; i++) {
            gram[i] = (float) total[i];
        }
        for (int f = 0; f < factors; f++) {
            gram[f * factors + f] += regularization;
        }
        return gram;
    }

    /** Solves rows one after the other on its own scratch vectors. */
    private final class Solver {
        private final Interactions matrix;
        private final float[] gram;
        private final float[] y;
        private final float[] residual = new float[factors];
        private final float[] direction = new float[factors];
        private final float[] product = new float[factors];

        Solver(Interactions matrix, float[] gram, float[] y) {
            this.matrix = matrix;
            this.gram = gram;
            this.y = y;
        }

        void solve(int row, float[] x) {
            int at = row * factors;
            if (matrix.offsets()[row] == matrix.offsets()[row + 1]) {
                Arrays.fill(x, at, at + factors, 0);
                return;
            }
            System.arraycopy(x, at, direction, 0, factors);
            multiply(row, direction);
            for (int f = 0; f < factors; f++) {
                residual[f] = -product[f];
            }
            for (int i = matrix.offsets()[row]; i < matrix.offsets()[row + 1]; i++) {
                float confidence = 1 + alpha * matrix.count()[i];
                addScaled(confidence, y, matrix.item()[i] * factors, residual, 0, factors);
            }
            System.arraycopy(residual, 0, direction, 0, factors);
            float squared = dot(residual, 0, residual, 0, factors);
            for (int step = 0; step < steps && squared > 1e-20f; step++) {
                multiply(row, direction);
                float length = squared / dot(direction, 0, product, 0, factors);
                addScaled(length, direction, 0, x, at, factors);
                addScaled(-length, product, 0, residual, 0, factors);
                float next = dot(residual, 0, residual, 0, factors);
                float keep = next / squared;
                for (int f = 0; f < factors; f++) {
                    direction[f] = residual[f] + keep * direction[f];
                }
                squared = next;
            }
        }

        /** product = (YᵀY + λI + Yᵀ(C − I)Y)·v for the row's confidences C. */
        private void multiply(int row, float[] v) {
            Arrays.fill(product, 0);
            int f = 0;
            for (; f + 3 < factors; f += 4) {
                addFour(v, f, 1, gram, f * factors, product, 0, factors);
            }
            for (; f < factors; f++) {
                addScaled(v[f], gram, f * factors, product, 0, factors);
            }
            for (int i = matrix.offsets()[row]; i < matrix.offsets()[row + 1]; i++) {
                int at = matrix.item()[i] * factors;
                float weight = alpha * matrix.count()[i] * dot(y, at, v, 0, factors);
                addScaled(weight, y, at, product, 0, factors);
            }
        }
    }

    /** {@code to += scale · from}, element by element: a form that the JIT vectorises. */
    private static void addScaled(float scale, float[] from, int fromAt, float[] to, int toAt, int length) {
        for (int f = 0; f < length; f++) {
            to[toAt + f] += scale * from[fromAt + f];
        }
    }

    /**
     * {@link #addScaled} for four rows of {@code from}, one below the other, with the same bits and one pass over
     * {@code to}.
     *
     * @param scaleAt where the scale of the first row is in {@code scales}
     * @param scaleStep how far each next one is
     */
    private static void addFour(
            float[] scales, int scaleAt, int scaleStep, float[] from, int fromAt, float[] to, int toAt, int length) {
        float scale0 = scales[scaleAt];
        float scale1 = scales[scaleAt + scaleStep];
        float scale2 = scales[scaleAt + 2 * scaleStep];
        float scale3 = scales[scaleAt + 3 * scaleStep];
        int from1 = fromAt + length;
        int from2 = from1 + length;
        int from3 = from2 + length;
        for (int f = 0; f < length; f++) {
            to[toAt + f] = to[toAt + f]
                    + scale0 * from[fromAt + f]
                    + scale1 * from[from1 + f]
                    + scale2 * from[from2 + f]
                    + scale3 * from[from3 + f];
        }
    }

    /**
     * The inner product in four sums: the JIT may not reorder a single float sum, so each addition would wait for the
     * last.
     */
    private static float dot(float[] a, int aAt, float[] b, int bAt, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int f = 0;
        for (; f + 3 < length; f += 4) {
            s0 += a[aAt + f] * b[bAt + f];
            s1 += a[aAt + f + 1] * b[bAt + f + 1];
            s2 += a[aAt + f + 2] * b[bAt + f + 2];
            s3 += a[aAt + f + 3] * b[bAt + f + 3];
        }
        for (; f < length; f++) {
            s0 += a[aAt + f] * b[bAt + f];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
