package io.nextcart.training.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table and its plot, which shows the same numbers.
 *
 * @param id of the element in the page: lower-case letters and hyphens
 * @param title one line
 * @param columns the first one names the rows
 * @param rows texts and numbers, one value per column
 */
record Figure(String id, Kind kind, String title, List<Column> columns, List<List<Object>> rows) {
    /** How a table is drawn. */
    enum Kind {
        /** Columns from the second on as lines over the first. */
        LINES,
        /** Columns from the second on as bars side by side, rows from left to right. */
        BARS,
        /** Horizontal bars, rows from top to bottom: for long names. */
        ROWS,
        /** A heat map with the rows and columns of the table. */
        HEAT,
        /** The second column on the x axis, the third on the y axis, both logarithmic. */
        POINTS,
        /** The second column over the first, both shares, beside the diagonal. */
        CURVE,
        /** Not drawn. */
        NONE
    }

    /** The unit of a column's values. */
    enum Unit {
        TEXT,
        COUNT,
        NUMBER,
        SHARE
    }

    record Column(String name, Unit unit) {}

    /** A table without columns and rows. */
    Figure(String id, Kind kind, String title) {
        this(id, kind, title, new ArrayList<>(), new ArrayList<>());
    }

    Figure columns(Column... more) {
        columns.addAll(List.of(more));
        return this;
    }

    /** Adds a row of texts and numbers, one value per column. NaN, an unknown number, is drawn as 0. */
    void add(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "figure " + id + " has a row of " + values.length + " values, expected " + columns.size());
        }
        List<Object> row = new ArrayList<>(List.of(values));
        row.replaceAll(value -> value.equals(Double.NaN) ? 0.0 : value);
        rows.add(row);
    }

    /** Whether there is a plot. No rows, or zeros alone, would give an empty frame. */
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
