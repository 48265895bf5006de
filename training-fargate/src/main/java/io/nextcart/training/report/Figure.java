package io.nextcart.training.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A table and the way it is drawn: the plot shows the table's numbers and no others.
 *
 * @param id of the element in the page: lower-case letters and hyphens
 * @param title one line
 * @param columns of the table; what the first one holds names the rows
 * @param rows texts and numbers, one value per column
 */
record Figure(String id, Kind kind, String title, List<Column> columns, List<List<Object>> rows) {
    /** How a table is drawn. */
    enum Kind {
        /** Columns from the second on as lines over the first. */
        LINES,
        /** Columns from the second on as bars side by side, rows from left to right. */
        BARS,
        /** The same lying, rows from top to bottom: for long names. */
        ROWS,
        /** A row of the table is a row of the map, a column a column. */
        HEAT,
        /** The second column to the right, the third upwards, both in powers of ten. */
        POINTS,
        /** The second column over the first, both shares, beside the diagonal. */
        CURVE,
        /** Not drawn. */
        NONE
    }

    /** What a column's values are. */
    enum Unit {
        TEXT,
        COUNT,
        NUMBER,
        SHARE
    }

    /** A column's heading and unit. */
    record Column(String name, Unit unit) {}

    Figure {
        requireNonNull(id, "id is null");
        requireNonNull(title, "title is null");
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "figure " + id + " has a row of " + row.size() + " values, expected " + columns.size());
            }
        }
    }

    /** Whether there is a plot: not of nothing, nor of zeros alone, which would be an empty frame. */
    boolean isDrawn() {
        return kind != Kind.NONE
                && rows.stream()
                        .flatMap(row -> row.stream().skip(1))
                        .anyMatch(value -> value instanceof Number number && number.doubleValue() != 0);
    }

    static Column text(String name) {
        return new Column(name, Unit.TEXT);
    }

    static Column count(String name) {
        return new Column(name, Unit.COUNT);
    }

    static Column number(String name) {
        return new Column(name, Unit.NUMBER);
    }

    static Column share(String name) {
        return new Column(name, Unit.SHARE);
    }
}
