package io.nextcart.spark;

import io.nextcart.training.sql.Columns;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** Some rows of numbers on their way between the driver and executors. Not a record, which Spark's Kryo cannot read. */
final class Chunk implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A file of Parquet each; Spark's warning of large tasks is for what is sent again and again. */
    private static final int ROWS = 1 << 17;

    private static final int PACKED_ROWS = 1 << 18;

    /** {@code int[]}, {@code long[]} or {@code double[]}, all of one length. */
    private final Object[] columns;

    private Chunk(Object[] columns) {
        this.columns = columns;
    }

    /** The rows of a table, in chunks. */
    static List<Chunk> of(Columns table) {
        List<Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < table.rows(); from += ROWS) {
            int to = Math.min(table.rows(), from + ROWS);
            Object[] part = new Object[table.byName().size()];
            int c = 0;
            for (List<? extends Number> column : table.byName().values()) {
                part[c++] = slice(column, from, to);
            }
            chunks.add(new Chunk(part));
        }
        return chunks;
    }

    private static Object slice(List<? extends Number> column, int from, int to) {
        if (column instanceof IntArrayList ints) {
            int[] slice = new int[to - from];
            ints.getElements(from, slice, 0, slice.length);
            return slice;
        }
        if (column instanceof LongArrayList longs) {
            long[] slice = new long[to - from];
            longs.getElements(from, slice, 0, slice.length);
            return slice;
        }
        double[] slice = new double[to - from];
        ((DoubleArrayList) column).getElements(from, slice, 0, slice.length);
        return slice;
    }

    /** The rows. */
    Iterator<InternalRow> rows() {
        return IntStream.range(0, Array.getLength(columns[0]))
                .<InternalRow>mapToObj(this::row)
                .iterator();
    }

    private InternalRow row(int at) {
        Object[] values = new Object[columns.length];
        for (int c = 0; c < values.length; c++) {
            values[c] = value(columns[c], at);
        }
        return new GenericInternalRow(values);
    }

    private static Object value(Object column, int at) {
        if (column instanceof int[] ints) {
            return ints[at];
        }
        return column instanceof long[] longs ? (Object) longs[at] : (Object) ((double[]) column)[at];
    }

    /**
     * Packs the rows of a partition, row by row.
     *
     * @param types of the columns: integer, long or double
     */
    static FlatMapFunction<Iterator<InternalRow>, byte[]> packing(List<String> types) {
        String[] kinds = types.toArray(String[]::new);
        return rows -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public byte[] next() {
                return pack(rows, kinds);
            }
        };
    }

    private static byte[] pack(Iterator<InternalRow> rows, String[] types) {
        int width = 0;
        for (String type : types) {
            width += type.equals("integer") ? Integer.BYTES : Long.BYTES;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(width);
        for (int count = 0; count < PACKED_ROWS && rows.hasNext(); count++) {
            InternalRow row = rows.next();
            one.clear();
            for (int c = 0; c < types.length; c++) {
                if (row.isNullAt(c)) {
                    throw new IllegalStateException("column " + c + " holds NULL, expected a number");
                }
                switch (types[c]) {
                    case "integer" -> one.putInt(row.getInt(c));
                    case "long" -> one.putLong(row.getLong(c));
                    default -> one.putDouble(row.getDouble(c));
                }
            }
            packed.write(one.array(), 0, width);
        }
        return packed.toByteArray();
    }

    /** Appends packed rows to columns. */
    static void unpack(byte[] packed, Collection<List<? extends Number>> columns) {
        ByteBuffer in = ByteBuffer.wrap(packed);
        while (in.hasRemaining()) {
            for (List<? extends Number> column : columns) {
                if (column instanceof IntArrayList ints) {
                    ints.add(in.getInt());
                } else if (column instanceof LongArrayList longs) {
                    longs.add(in.getLong());
                } else {
                    ((DoubleArrayList) column).add(in.getDouble());
                }
            }
        }
    }
}
