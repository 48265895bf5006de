package io.nextcart.engine.table;

import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;

/**
 * The neighbours of each item, strongest first: a sparse matrix in compressed rows, ordered by weight descending, then
 * item index ascending. An item is never its own neighbour. An item number beyond the table has no neighbours.
 */
public final class NeighborTable {
    /** No item has neighbours. */
    public static final NeighborTable NONE =
            new NeighborTable(0, IntBuffer.allocate(1), IntBuffer.allocate(0), FloatBuffer.allocate(0));

    private static final String KIND = "neighbor";

    private final int size;
    private final IntBuffer offsets;
    private final IntBuffer items;
    private final FloatBuffer weights;

    private NeighborTable(int size, IntBuffer offsets, IntBuffer items, FloatBuffer weights) {
        this.size = size;
        this.offsets = offsets;
        this.items = items;
        this.weights = weights;
    }

    /**
     * Writes a table.
     *
     * @param offsets where each item's row starts, items + 1 values, ascending from 0
     * @param items neighbours, dense item indices
     * @param weights one per neighbour, positive and finite
     */
    public static void write(Path file, int[] offsets, int[] items, float[] weights) throws IOException {
        TableWriter.checkLength("weight", weights.length, items.length);
        TableWriter.checkLength("item", items.length, offsets[offsets.length - 1]);
        try (TableWriter writer = new TableWriter(file, KIND)) {
            writer.ints("offset", offsets);
            writer.ints("item", items);
            writer.floats("weight", weights);
            writer.commit();
        }
    }

    public static NeighborTable open(Path file, int itemCount) throws BundleException {
        TableFile table = TableFile.open(file, KIND);
        IntBuffer offsets = table.ints("offset", itemCount + 1);
        int count = offsets.get(itemCount);
        return new NeighborTable(itemCount, offsets, table.ints("item", count), table.floats("weight", count));
    }

    /** Where the row of an item starts; an unknown item's row is empty. */
    public int from(int item) {
        return item < size ? offsets.get(item) : 0;
    }

    /** Where the row of an item ends, exclusive. */
    public int to(int item) {
        return item < size ? offsets.get(item + 1) : 0;
    }

    /** The neighbour at a position. */
    public int item(int position) {
        return items.get(position);
    }

    /** The weight at a position. */
    public float weight(int position) {
        return weights.get(position);
    }

    /** The weight of {@code neighbor} in the row of {@code item}, 0 when absent. */
    public float weightOf(int item, int neighbor) {
        return weightOf(from(item), to(item), neighbor);
    }

    /** The same for the row from one position to another, exclusive. */
    public float weightOf(int from, int to, int neighbor) {
        for (int position = from; position < to; position++) {
            if (items.get(position) == neighbor) {
                return weights.get(position);
            }
        }
        return 0;
    }
}
