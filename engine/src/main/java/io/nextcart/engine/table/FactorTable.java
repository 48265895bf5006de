package io.nextcart.engine.table;

import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * A factor vector for each item, row by row. An item without factors has a row of zeros; so does an item number beyond
 * the table.
 */
public final class FactorTable {
    private static final String KIND = "factors";

    private final FloatBuffer values;
    private final int size;
    private final int factors;

    private FactorTable(FloatBuffer values, int size, int factors) {
        this.values = values;
        this.size = size;
        this.factors = factors;
    }

    /**
     * Writes a table.
     *
     * @param values items × factors, row-major
     * @param factors length of a row, at least 1
     */
    public static void write(Path file, float[] values, int factors) throws IOException {
        if (factors < 1 || values.length % factors != 0) {
            throw new IllegalArgumentException(file + ": " + values.length + " values in rows of " + factors);
        }
        try (TableWriter writer = new TableWriter(file, KIND)) {
            writer.ints("meta", new int[] {factors});
            writer.floats("factor", values);
            writer.commit();
        }
    }

    public static FactorTable open(Path file, int itemCount) throws BundleException {
        TableFile table = TableFile.open(file, KIND);
        int factors = table.ints("meta", 1).get(0);
        FloatBuffer values = table.floats("factor", Math.multiplyExact(itemCount, factors));
        return new FactorTable(values, itemCount, factors);
    }

    public int size() {
        return size;
    }

    /** Length of a row. */
    public int factors() {
        return factors;
    }

    /** The inner product of an item's row and {@code vector}, which has {@link #factors()} elements. */
    public float dot(int item, float[] vector) {
        if (item >= size) {
            return 0;
        }
        int at = item * factors;
        float sum = 0;
        for (int f = 0; f < factors; f++) {
            sum += values.get(at + f) * vector[f];
        }
        return sum;
    }

    /** The length (L2 norm) of an item's row; 0 for an item without factors. */
    public float norm(int item) {
        if (item >= size) {
            return 0;
        }
        int at = item * factors;
        double sum = 0;
        for (int f = 0; f < factors; f++) {
            sum += (double) values.get(at + f) * values.get(at + f);
        }
        return (float) Math.sqrt(sum);
    }

    /** Copies an item's row into the first {@link #factors()} elements of {@code into}. */
    public void copy(int item, float[] into) {
        values.get(item * factors, into, 0, factors);
    }

    /** Adds {@code weight} times an item's row to {@code into}. */
    public void add(int item, float weight, float[] into) {
        int at = item * factors;
        for (int f = 0; f < factors; f++) {
            into[f] += weight * values.get(at + f);
        }
    }
}
