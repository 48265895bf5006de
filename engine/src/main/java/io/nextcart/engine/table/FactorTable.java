package io.nextcart.engine.table;

import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A factor vector for each item, row by row. An item without factors has a row of zeros; so does an item number beyond
 * the table.
 *
 * <p>A value is a byte times the scale of its row: the largest of a row is {@value #STEPS} steps, and the scale gives the
 * rounded row the length of the exact one. Sections: {@code meta} (length of a row), {@code scale} (a float for each row),
 * {@code factor} (bytes, row-major). In format 1 {@code factor} holds floats, and there is no {@code scale}.
 */
public final class FactorTable {
    private static final String KIND = "factors";
    private static final String SCALE = "scale";
    private static final int STEPS = Byte.MAX_VALUE;

    private final Rows rows;
    private final int size;
    private final int factors;

    private FactorTable(Rows rows, int size, int factors) {
        this.rows = rows;
        this.size = size;
        this.factors = factors;
    }

    private sealed interface Rows {
        /** Adds {@code weight} times a row, which starts at a position, to {@code into}. */
        void add(int item, int at, float weight, float[] into, int factors);

        /** Copies a row into {@code into}; {@code scratch} has room for its bytes. */
        void copy(int item, int at, byte[] scratch, float[] into, int factors);
    }

    private record Steps(ByteBuffer values, FloatBuffer scales) implements Rows {
        @Override
        public void add(int item, int at, float weight, float[] into, int factors) {
            float step = weight * scales.get(item);
            for (int f = 0; f < factors; f++) {
                into[f] += step * values.get(at + f);
            }
        }

        @Override
        public void copy(int item, int at, byte[] scratch, float[] into, int factors) {
            values.get(at, scratch, 0, factors); // all at once: each single read checks the buffer's bounds
            float scale = scales.get(item);
            for (int f = 0; f < factors; f++) {
                into[f] = scale * scratch[f];
            }
        }
    }

    private record Floats(FloatBuffer values) implements Rows {
        @Override
        public void add(int item, int at, float weight, float[] into, int factors) {
            for (int f = 0; f < factors; f++) {
                into[f] += weight * values.get(at + f);
            }
        }

        @Override
        public void copy(int item, int at, byte[] scratch, float[] into, int factors) {
            values.get(at, into, 0, factors);
        }
    }

    /**
     * Writes a table.
     *
     * @param values items × factors, row-major, finite
     * @param factors length of a row, at least 1
     */
    public static void write(Path file, float[] values, int factors) throws IOException {
        if (factors < 1 || values.length % factors != 0) {
            throw new IllegalArgumentException(file + ": " + values.length + " values in rows of " + factors);
        }
        int itemCount = values.length / factors;
        write(file, IntStream.range(0, itemCount).toArray(), values, factors, itemCount);
    }

    /**
     * Writes a table in which some items have factors.
     *
     * @param items these items
     * @param values items × factors, row-major, finite
     * @param factors length of a row, at least 1
     * @param itemCount number of all items
     */
    public static void write(Path file, int[] items, float[] values, int factors, int itemCount) throws IOException {
        if (factors < 1 || values.length != Math.multiplyExact(items.length, factors)) {
            throw new IllegalArgumentException(
                    file + ": " + values.length + " values for " + items.length + " rows of " + factors);
        }
        byte[] steps = new byte[Math.multiplyExact(itemCount, factors)];
        float[] scales = new float[itemCount];
        for (int row = 0; row < items.length; row++) {
            int item = items[row];
            scales[item] = round(values, row * factors, factors, steps, item * factors);
            if (!Float.isFinite(scales[item])) {
                throw new IllegalArgumentException(file + ": row " + item + " is not finite");
            }
        }
        try (TableWriter writer = new TableWriter(file, KIND, TableWriter.WITH_BYTES)) {
            writer.ints("meta", new int[] {factors});
            writer.floats(SCALE, scales);
            writer.bytes("factor", steps);
            writer.commit();
        }
    }

    /** Rounds a row to steps; returns its scale, which is not finite when the row is not. */
    private static float round(float[] values, int from, int factors, byte[] steps, int to) {
        double largest = 0;
        double squares = 0;
        for (int at = from; at < from + factors; at++) {
            largest = Math.max(largest, Math.abs(values[at]));
            squares += (double) values[at] * values[at];
        }
        if (largest == 0) {
            return 0;
        }
        double stepSquares = 0;
        for (int f = 0; f < factors; f++) {
            byte step = (byte) Math.round(values[from + f] / largest * STEPS);
            steps[to + f] = step;
            stepSquares += step * step;
        }
        return (float) Math.sqrt(squares / stepSquares);
    }

    public static FactorTable open(Path file, int itemCount) throws BundleException {
        TableFile table = TableFile.open(file, KIND);
        int factors = table.ints("meta", 1).get(0);
        if (factors < 1 || factors > Integer.MAX_VALUE / Math.max(1, itemCount)) {
            throw new BundleException(file + ": rows of " + factors + " factors for " + itemCount + " items");
        }
        int count = itemCount * factors;
        Rows rows = table.has(SCALE)
                ? new Steps(table.bytes("factor", count), table.floats(SCALE, itemCount))
                : new Floats(table.floats("factor", count));
        return new FactorTable(rows, itemCount, factors);
    }

    public int size() {
        return size;
    }

    /** Length of a row. */
    public int factors() {
        return factors;
    }

    /** Copies an item's row into the first {@link #factors()} elements of {@code into}. */
    public void copy(int item, float[] into) {
        copy(item, new byte[factors], into);
    }

    /** The same without an allocation: {@code scratch} has {@link #factors()} elements or more, and is overwritten. */
    public void copy(int item, byte[] scratch, float[] into) {
        if (item < size) {
            rows.copy(item, item * factors, scratch, into, factors);
        } else {
            Arrays.fill(into, 0, factors, 0);
        }
    }

    /** Adds {@code weight} times an item's row to {@code into}. */
    public void add(int item, float weight, float[] into) {
        if (item < size) {
            rows.add(item, item * factors, weight, into, factors);
        }
    }
}
