package io.nextcart.training.sql;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** A named column of numbers without gaps, in a flat array that grows. */
public sealed interface Column {
    /** The column's name in SQL. */
    String name();

    /** Values so far. */
    int size();

    /** 32-bit integers: SQL type INTEGER. */
    final class Ints implements Column {
        private final String name;
        private int[] values = new int[16];
        private int size;

        public Ints(String name) {
            this.name = requireNonNull(name, "name is null");
        }

        /** A column of the array's values; the array is not copied. */
        public Ints(String name, int[] values) {
            this.name = requireNonNull(name, "name is null");
            this.values = requireNonNull(values, "values is null");
            this.size = values.length;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int size() {
            return size;
        }

        public void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size++] = value;
        }

        public int get(int row) {
            return values[row];
        }

        /** The values, in an array of exactly their number. */
        public int[] toArray() {
            return size == values.length ? values : Arrays.copyOf(values, size);
        }
    }

    /** 64-bit integers: SQL type BIGINT. */
    final class Longs implements Column {
        private final String name;
        private long[] values = new long[16];
        private int size;

        public Longs(String name) {
            this.name = requireNonNull(name, "name is null");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int size() {
            return size;
        }

        public void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size++] = value;
        }

        public long get(int row) {
            return values[row];
        }

        /** The values, in an array of exactly their number. */
        public long[] toArray() {
            return size == values.length ? values : Arrays.copyOf(values, size);
        }
    }

    /** 64-bit floating point numbers: SQL type DOUBLE. */
    final class Doubles implements Column {
        private final String name;
        private double[] values = new double[16];
        private int size;

        public Doubles(String name) {
            this.name = requireNonNull(name, "name is null");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int size() {
            return size;
        }

        public void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size));
            }
            values[size++] = value;
        }

        public double get(int row) {
            return values[row];
        }

        /** The values, in an array of exactly their number. */
        public double[] toArray() {
            return size == values.length ? values : Arrays.copyOf(values, size);
        }
    }

    private static int grown(int size) {
        return Math.max(16, Math.addExact(size, size >> 1));
    }
}
