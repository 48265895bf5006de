package io.nextcart.training.fit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A training set in a file, to the last bit: feature names, then each row's group, label and features. */
public final class SavedExamples {
    private static final int BUFFER_BYTES = 1 << 18;

    private SavedExamples() {}

    /** Writes a set. */
    public static void write(TrainingSet set, Path file) throws IOException {
        int features = set.featureNames().size();
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            out.writeInt(features);
            for (String name : set.featureNames()) {
                out.writeUTF(name);
            }
            out.writeInt(set.rows());
            ByteBuffer row = ByteBuffer.allocate(Float.BYTES * (features + 2));
            for (int r = 0; r < set.rows(); r++) {
                row.clear().putInt(set.group(r)).putFloat(set.label(r));
                for (int f = 0; f < features; f++) {
                    row.putFloat(set.feature(r, f));
                }
                out.write(row.array());
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public static TrainingSet read(Path file) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            int features = in.readInt();
            List<String> names = new ArrayList<>();
            for (int f = 0; f < features; f++) {
                names.add(in.readUTF());
            }
            TrainingSet set = new TrainingSet(names);
            int rows = in.readInt();
            ByteBuffer row = ByteBuffer.allocate(Float.BYTES * (features + 2));
            float[] values = new float[features];
            for (int r = 0; r < rows; r++) {
                in.readFully(row.array());
                row.clear();
                int group = row.getInt();
                float label = row.getFloat();
                row.asFloatBuffer().get(values);
                set.append(values, 0, label, group);
            }
            return set;
        }
    }
}
