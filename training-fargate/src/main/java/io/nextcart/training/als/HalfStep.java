package io.nextcart.training.als;

import java.util.Arrays;

/**
 * Finds the vectors of one side while those of the other stay fixed: for each row the x that minimises Σ c·(p − x·y)² +
 * λ|x|², with p = 1 and c = 1 + α·count where the row met the item, p = 0 and c = 1 elsewhere.
 *
 * <p>With Yᵀ·Y + λ·I = Rᵀ·R and w = R⁻ᵀ·y, the minimum is x = R⁻¹·z for (I + Σ α·count·w·wᵀ)·z = Σ c·w over the items of the
 * row. Most rows have few items: then z = Σ u·w, and as many equations as items give u (Woodbury's identity).
 */
final class HalfStep {
    private final int factors;
    private final double alpha;
    private final double regularization;
    private final Blocks blocks;

    HalfStep(ImplicitAls.Settings settings, Blocks blocks) {
        this.factors = settings.factors();
        this.alpha = settings.alpha();
        this.regularization = settings.regularization();
        this.blocks = blocks;
    }

    /**
     * Sets {@code x} (rows × factors) to what fits {@code y} (items × factors) best. It uses {@code y} up: both sides in
     * memory twice would be too much for a large log.
     *
     * @param xBlocks the blocks of {@code x}, as {@code yBlocks} those of {@code y}
     */
    void fit(Interactions matrix, float[] x, int[] xBlocks, float[] y, int[] yBlocks) {
        double[] root = gram(y, yBlocks);
        Cholesky.decompose(root, factors);
        double[] inverse = Cholesky.inverse(root, factors);
        float[] toX = new float[inverse.length];
        float[] toWhite = new float[inverse.length];
        for (int f = 0; f < factors; f++) {
            for (int g = f; g < factors; g++) {
                toX[f * factors + g] = (float) inverse[f * factors + g];
                toWhite[g * factors + f] = (float) inverse[f * factors + g];
            }
        }
        blocks.run(yBlocks, (block, from, to) -> new RowProduct(toWhite, factors).multiply(y, from, to));
        blocks.run(xBlocks, (block, from, to) -> {
            Solver solver = new Solver(matrix, y);
            for (int row = from; row < to; row++) {
                solver.solve(row, x);
            }
            new RowProduct(toX, factors).multiply(x, from, to);
        });
    }

    /** The upper triangle of Yᵀ·Y + λ·I: float sums per block, added in double in the order of the blocks. */
    private double[] gram(float[] y, int[] yBlocks) {
        float[][] parts = new float[yBlocks.length - 1][];
        blocks.run(yBlocks, (block, from, to) -> {
            float[] part = new float[factors * factors];
            int row = from;
            for (; row + 3 < to; row += 4) {
                int at = row * factors;
                for (int f = 0; f < factors; f++) {
                    addFour(y, at + f, factors, y, at + f, part, f * factors + f, factors - f);
                }
            }
            for (; row < to; row++) {
                int at = row * factors;
                for (int f = 0; f < factors; f++) {
                    addScaled(y[at + f], y, at + f, part, f * factors + f, factors - f);
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
        for (int f = 0; f < factors; f++) {
            total[f * factors + f] += regularization;
        }
        return total;
    }

    /** Solves rows one after the other on its own scratch vectors. */
    private final class Solver {
        private final Interactions matrix;
        private final float[] white;
        /** Up to so many items a row, equations in their number are cheaper than those in the number of factors. */
        private final int fewItems = Math.max(1, factors / 2);

        private final double[][] few = new double[fewItems + 1][];
        private final double[] all = new double[factors * factors];
        private final double[] four = new double[4 * factors];
        private final double[] weights = new double[4];
        private final double[] sum = new double[factors];

        Solver(Interactions matrix, float[] white) {
            this.matrix = matrix;
            this.white = white;
            for (int items = 0; items <= fewItems; items++) {
                few[items] = new double[items * items];
            }
        }

        /** Sets a row of {@code z} (rows × factors). */
        void solve(int row, float[] z) {
            int from = matrix.offsets()[row];
            int items = matrix.offsets()[row + 1] - from;
            if (items > fewItems) {
                ofMany(from, items, z, row * factors);
            } else {
                ofFew(from, items, z, row * factors);
            }
        }

        /** z = Σ u·w, with u from (D⁻¹ + W·Wᵀ)·u = 1 + D⁻¹·1 for the rows' weights D = α·count. */
        private void ofFew(int from, int items, float[] z, int zAt) {
            double[] u = new double[items];
            double[] equations = few[items];
            for (int i = 0; i < items; i++) {
                int at = matrix.item()[from + i] * factors;
                double inverse = 1 / (alpha * matrix.count()[from + i]);
                for (int j = i; j < items; j++) {
                    equations[i * items + j] = dot(white, at, white, matrix.item()[from + j] * factors, factors);
                }
                equations[i * items + i] += inverse;
                u[i] = 1 + inverse;
            }
            Cholesky.decompose(equations, items);
            Cholesky.solve(equations, items, u);
            Arrays.fill(z, zAt, zAt + factors, 0);
            for (int i = 0; i < items; i++) {
                addScaled((float) u[i], white, matrix.item()[from + i] * factors, z, zAt, factors);
            }
        }

        /** z from (I + Wᵀ·D·W)·z = Wᵀ·(1 + D·1). */
        private void ofMany(int from, int items, float[] z, int zAt) {
            Arrays.fill(all, 0);
            Arrays.fill(sum, 0);
            for (int i = 0; i < items; i += 4) {
                addOuter(from + i, Math.min(4, items - i));
            }
            for (int f = 0; f < factors; f++) {
                all[f * factors + f] += 1;
            }
            Cholesky.decompose(all, factors);
            Cholesky.solve(all, factors, sum);
            for (int f = 0; f < factors; f++) {
                z[zAt + f] = (float) sum[f];
            }
        }

        /** Adds the outer products of up to four items to {@code all}, and their right sides to {@code sum}. */
        private void addOuter(int from, int items) {
            Arrays.fill(weights, 0);
            for (int i = 0; i < items; i++) {
                int at = matrix.item()[from + i] * factors;
                weights[i] = alpha * matrix.count()[from + i];
                for (int f = 0; f < factors; f++) {
                    four[i * factors + f] = white[at + f];
                    sum[f] += (1 + weights[i]) * white[at + f];
                }
            }
            for (int f = 0; f < factors; f++) {
                double scale0 = weights[0] * four[f];
                double scale1 = weights[1] * four[factors + f];
                double scale2 = weights[2] * four[2 * factors + f];
                double scale3 = weights[3] * four[3 * factors + f];
                for (int g = f; g < factors; g++) {
                    all[f * factors + g] = all[f * factors + g]
                            + scale0 * four[g]
                            + scale1 * four[factors + g]
                            + scale2 * four[2 * factors + g]
                            + scale3 * four[3 * factors + g];
                }
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
    private void addFour(
            float[] scales, int scaleAt, int scaleStep, float[] from, int fromAt, float[] to, int toAt, int length) {
        float scale0 = scales[scaleAt];
        float scale1 = scales[scaleAt + scaleStep];
        float scale2 = scales[scaleAt + 2 * scaleStep];
        float scale3 = scales[scaleAt + 3 * scaleStep];
        int from1 = fromAt + factors;
        int from2 = from1 + factors;
        int from3 = from2 + factors;
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
