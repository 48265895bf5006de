package io.nextcart.training.fit;

import io.nextcart.data.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A training set in the format of CatBoost's command line: tab-separated values (label,
 * then the features) and a file that describes the columns.
 */
final class ExamplesFile {
    private static final int BUFFER_BYTES = 1 << 18;
    private static final String STAGE = "writing examples";

    private ExamplesFile() {}

    static void write(TrainingSet set, Path examples, Path columns, Progress progress) throws IOException {
        Files.writeString(columns, columns(set.featureNames()));
        int featureCount = set.featureNames().size();
        byte[] buffer = new byte[BUFFER_BYTES];
        int rowBytes = (featureCount + 1) * (FloatText.MAX_BYTES + 1);
        if (rowBytes > BUFFER_BYTES) {
            buffer = new byte[rowBytes];
        }
        int at = 0;
        try (OutputStream out = Files.newOutputStream(examples)) {
            for (int row = 0; row < set.rows(); row++) {
                if (buffer.length - at < rowBytes) {
                    out.write(buffer, 0, at);
                    at = 0;
                }
                if (row % TrainingSet.CHUNK_ROWS == 0) {
                    progress.report(STAGE, row, set.rows(), "rows");
                }
                at = row(set, row, buffer, at);
            }
            out.write(buffer, 0, at);
        }
        progress.report(STAGE, set.rows(), set.rows(), "rows");
    }

    private static int row(TrainingSet set, int row, byte[] buffer, int from) {
        int at = FloatText.write(set.label(row), buffer, from);
        for (int feature = 0; feature < set.featureNames().size(); feature++) {
            buffer[at++] = '\t';
            float value = set.feature(row, feature);
            if (Float.isInfinite(value)) {
                throw new IllegalArgumentException(
                        "feature '" + set.featureNames().get(feature) + "' of row " + row + " is " + value
                                + ", expected a finite number or NaN");
            }
            at = FloatText.write(value, buffer, at);
        }
        buffer[at++] = '\n';
        return at;
    }

    private static String columns(List<String> featureNames) {
        StringBuilder text = new StringBuilder("0\tLabel\n");
        int column = 1;
        for (String name : featureNames) {
            text.append(column++).append("\tNum\t").append(name).append('\n');
        }
        return text.toString();
    }
}
