package io.nextcart.training.sql;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** A named column of numbers without gaps, in a flat array that grows. */
public sealed interface Column {
    /** The column's name in SQL. */
    String name();

    /** Values so far. */
    int size();

    /** 32-bit integers: SQL type INTEGER. */
    record Ints(String name, IntArrayList values) implements Column {
        public Ints(String name) {
            this(name, new IntArrayList());
        }

        /** A column of the array's values; the array is not copied. */
        public Ints(String name, int[] values) {
            this(name, IntArrayList.wrap(values));
        }

        @Override
        public int size() {
            return values.size();
        }

        public void add(int value) {
            values.add(value);
        }

        public int get(int row) {
            return values.getInt(row);
        }

        /** The values, in an array of exactly their number. */
        public int[] toArray() {
            return values.toIntArray();
        }
    }

    /** 64-bit integers: SQL type BIGINT. */
    record Longs(String name, LongArrayList values) implements Column {
        public Longs(String name) {
            this(name, new LongArrayList());
        }

        @Override
        public int size() {
            return values.size();
        }

        public void add(long value) {
            values.add(value);
        }

        public long get(int row) {
            return values.getLong(row);
        }

        /** The values, in an array of exactly their number. */
        public long[] toArray() {
            return values.toLongArray();
        }
    }

    /** 64-bit floating point numbers: SQL type DOUBLE. */
    record Doubles(String name, DoubleArrayList values) implements Column {
        public Doubles(String name) {
            this(name, new DoubleArrayList());
        }

        @Override
        public int size() {
            return values.size();
        }

        public void add(double value) {
            values.add(value);
        }

        public double get(int row) {
            return values.getDouble(row);
        }

        /** The values, in an array of exactly their number. */
        public double[] toArray() {
            return values.toDoubleArray();
        }
    }
}
