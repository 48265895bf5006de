package io.nextcart.training.fit;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Training examples: per row, float features, a label and a group. Rows lie in chunks of {@value #CHUNK_ROWS}, so that
 * growing copies nothing and 1 M rows of 40 features take 168 MB. Not thread-safe.
 */
public final class TrainingSet {
    static final int CHUNK_ROWS = 1 << 14;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");

    private final List<String> featureNames;
    private float[][] features = new float[16][];
    private float[][] labels = new float[16][];
    private int[][] groups = new int[16][];
    private int rows;
    private int positives;

    /**
     * Creates an empty set.
     *
     * @param featureNames one per feature, in order; distinct, of letters, digits and {@code _ . : -}; stored in the
     *     model
     */
    public TrainingSet(List<String> featureNames) {
        this.featureNames = List.copyOf(featureNames);
        Set<String> distinct = new HashSet<>();
        for (String name : this.featureNames) {
            if (!NAME.matcher(name).matches() || !distinct.add(name)) {
                throw new IllegalArgumentException("feature name '" + name
                        + "' is not usable, expected distinct names of letters, digits and _ . : -");
            }
        }
        if (this.featureNames.isEmpty()) {
            throw new IllegalArgumentException("a training set needs at least one feature");
        }
    }

    /**
     * Adds a row.
     *
     * @param values holds the row's features from {@code offset} on; NaN means missing; copied
     * @param label 0 or 1
     * @param group not below that of the row before, so that rows of one group are adjacent
     */
    public void append(float[] values, int offset, float label, int group) {
        if (label != 0 && label != 1) {
            throw new IllegalArgumentException("label of row " + rows + " is " + label + ", expected 0 or 1");
        }
        if (rows > 0 && group < group(rows - 1)) {
            throw new IllegalArgumentException(
                    "group of row " + rows + " is " + group + ", expected " + group(rows - 1) + " or more");
        }
        int chunk = rows / CHUNK_ROWS;
        int row = rows % CHUNK_ROWS;
        if (row == 0) {
            grow(chunk);
        }
        System.arraycopy(values, offset, features[chunk], row * featureNames.size(), featureNames.size());
        labels[chunk][row] = label;
        groups[chunk][row] = group;
        positives += label > 0 ? 1 : 0;
        rows = Math.addExact(rows, 1);
    }

    /** Adds all rows of a set with the same features; their groups are numbered after the present ones. */
    public void append(TrainingSet other) {
        int first = rows == 0 ? 0 : group(rows - 1) + 1;
        int width = featureNames.size();
        for (int row = 0; row < other.rows; row++) {
            int offset = row % CHUNK_ROWS * width;
            append(other.features[row / CHUNK_ROWS], offset, other.label(row), first + other.group(row));
        }
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of rows with a label above 0. */
    public int positives() {
        return positives;
    }

    /** The features' names, in order. */
    public List<String> featureNames() {
        return featureNames;
    }

    /** A feature of a row. */
    public float feature(int row, int feature) {
        return features[row / CHUNK_ROWS][row % CHUNK_ROWS * featureNames.size() + feature];
    }

    public float label(int row) {
        return labels[row / CHUNK_ROWS][row % CHUNK_ROWS];
    }

    public int group(int row) {
        return groups[row / CHUNK_ROWS][row % CHUNK_ROWS];
    }

    private void grow(int chunk) {
        if (chunk == features.length) {
            features = Arrays.copyOf(features, 2 * chunk);
            labels = Arrays.copyOf(labels, 2 * chunk);
            groups = Arrays.copyOf(groups, 2 * chunk);
        }
        features[chunk] = new float[CHUNK_ROWS * featureNames.size()];
        labels[chunk] = new float[CHUNK_ROWS];
        groups[chunk] = new int[CHUNK_ROWS];
    }
}
