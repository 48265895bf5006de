package io.nextcart.training.sql;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of numbers, without NULLs, in columns of equal length: INTEGER, BIGINT and DOUBLE in SQL. */
public final class Columns {
    private final Map<String, List<? extends Number>> byName;

    /** Creates a table without columns and rows. */
    public Columns() {
        this(new LinkedHashMap<>());
    }

    /** Creates a table of these columns, without copying them; each is of a type that {@link #with} takes. */
    public Columns(Map<String, List<? extends Number>> byName) {
        this.byName = byName;
    }

    /** Appends an INTEGER column, without copying it. */
    public Columns with(String name, IntArrayList values) {
        return add(name, values);
    }

    /** Appends a BIGINT column, without copying it. */
    public Columns with(String name, LongArrayList values) {
        return add(name, values);
    }

    /** Appends a DOUBLE column, without copying it. */
    public Columns with(String name, DoubleArrayList values) {
        return add(name, values);
    }

    private Columns add(String name, List<? extends Number> values) {
        if (!byName.isEmpty() && values.size() != rows()) {
            throw new IllegalArgumentException(
                    "column " + name + " has " + values.size() + " rows, expected " + rows());
        }
        byName.put(name, values);
        return this;
    }

    /** The columns in the order of the SQL table or query, each of an appendable type. */
    public Map<String, List<? extends Number>> byName() {
        return Collections.unmodifiableMap(byName);
    }

    /** Number of rows. */
    public int rows() {
        return byName.values().stream().mapToInt(List::size).findFirst().orElse(0);
    }

    /** The INTEGER column of that name. */
    public int[] ints(String name) {
        return named(name, IntArrayList.class).toIntArray();
    }

    /** The BIGINT column of that name. */
    public long[] longs(String name) {
        return named(name, LongArrayList.class).toLongArray();
    }

    /** The DOUBLE column of that name. */
    public double[] doubles(String name) {
        return named(name, DoubleArrayList.class).toDoubleArray();
    }

    /** The DOUBLE column of that name, each value as the nearest float. */
    public float[] floats(String name) {
        DoubleArrayList values = named(name, DoubleArrayList.class);
        float[] floats = new float[values.size()];
        for (int row = 0; row < floats.length; row++) {
            floats[row] = (float) values.getDouble(row);
        }
        return floats;
    }

    /**
     * The BIGINT column of that name, scattered into an array.
     *
     * @param index the INTEGER column with the array index of each value, without repeats
     * @param size of the array; places without a row hold 0
     */
    public long[] spread(String name, String index, int size) {
        int[] places = ints(index);
        long[] values = longs(name);
        long[] dense = new long[size];
        for (int row = 0; row < places.length; row++) {
            dense[places[row]] = values[row];
        }
        return dense;
    }

    private <T> T named(String name, Class<T> type) {
        if (!type.isInstance(byName.get(name))) {
            throw new IllegalArgumentException("no column " + name + " in an " + type.getSimpleName());
        }
        return type.cast(byName.get(name));
    }
}
