package io.nextcart.training.als;

/**
 * The decomposition A = Rᵀ·R of a symmetric positive definite matrix, R upper triangular. Matrices are size × size,
 * row-major; of a symmetric one only the upper triangle is read.
 */
final class Cholesky {
    private Cholesky() {}

    /** Replaces the upper triangle of {@code a} by R. */
    static void decompose(double[] a, int size) {
        for (int k = 0; k < size; k++) {
            int pivot = k * size;
            double scale = 1 / Math.sqrt(a[pivot + k]);
            for (int j = k; j < size; j++) {
                a[pivot + j] *= scale;
            }
            for (int i = k + 1; i < size; i++) {
                double factor = a[pivot + i];
                int row = i * size;
                for (int j = i; j < size; j++) {
                    a[row + j] -= factor * a[pivot + j];
                }
            }
        }
    }

    /** Replaces {@code b} by the solution x of Rᵀ·R·x = b. */
    static void solve(double[] r, int size, double[] b) {
        for (int k = 0; k < size; k++) {
            int row = k * size;
            double value = b[k] / r[row + k];
            b[k] = value;
            for (int j = k + 1; j < size; j++) {
                b[j] -= value * r[row + j];
            }
        }
        for (int k = size - 1; k >= 0; k--) {
            int row = k * size;
            double value = b[k];
            for (int j = k + 1; j < size; j++) {
                value -= r[row + j] * b[j];
            }
            b[k] = value / r[row + k];
        }
    }

    /** R⁻¹, upper triangular. */
    static double[] inverse(double[] r, int size) {
        double[] inverse = new double[size * size];
        for (int i = size - 1; i >= 0; i--) {
            int row = i * size;
            double scale = 1 / r[row + i];
            inverse[row + i] = scale;
            for (int k = i + 1; k < size; k++) {
                double factor = -scale * r[row + k];
                for (int j = k; j < size; j++) {
                    inverse[row + j] += factor * inverse[k * size + j];
                }
            }
        }
        return inverse;
    }
}
