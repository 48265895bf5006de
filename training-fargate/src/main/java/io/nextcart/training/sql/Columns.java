package io.nextcart.training.sql;

import java.util.List;

/**
 * Rows of numbers, column by column.
 *
 * @param columns in the order of the SQL table or query, all of one size
 */
public record Columns(List<Column> columns) {
    public Columns {
        columns = List.copyOf(columns);
        for (Column column : columns) {
            if (column.size() != columns.get(0).size()) {
                throw new IllegalArgumentException("column " + column.name() + " has " + column.size()
                        + " rows, expected " + columns.get(0).size());
            }
        }
    }

    public static Columns of(Column... columns) {
        return new Columns(List.of(columns));
    }

    /** Number of rows. */
    public int rows() {
        return columns.isEmpty() ? 0 : columns.get(0).size();
    }

    /** The INTEGER column of that name. */
    public int[] ints(String name) {
        return named(name, Column.Ints.class).toArray();
    }

    /** The BIGINT column of that name. */
    public long[] longs(String name) {
        return named(name, Column.Longs.class).toArray();
    }

    /** The DOUBLE column of that name. */
    public double[] doubles(String name) {
        return named(name, Column.Doubles.class).toArray();
    }

    private <C extends Column> C named(String name, Class<C> type) {
        for (Column column : columns) {
            if (column.name().equals(name) && type.isInstance(column)) {
                return type.cast(column);
            }
        }
        throw new IllegalArgumentException("no column " + name + " of " + type.getSimpleName());
    }
}
