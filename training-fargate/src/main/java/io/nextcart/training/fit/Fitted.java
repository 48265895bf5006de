package io.nextcart.training.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fitted ranker.
 *
 * @param model the CatBoost model file
 * @param importance by feature, in the order of the training set: how much the prediction changes with the feature, in
 *     percent; sums to 100
 * @param seconds wall time, from writing the examples to the model file
 * @param cpuSeconds processor time of the fitting process
 * @param peakRssMb largest resident memory of the fitting process, MiB; it comes on top of this process
 */
public record Fitted(Path model, double[] importance, double seconds, double cpuSeconds, long peakRssMb) {
    private static final String FIGURES = "fitted.txt";

    /** Writes the figures beside the model, one a line: seconds, processor seconds, memory, then the importance. */
    public void save() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Double.toString(seconds));
        lines.add(Double.toString(cpuSeconds));
        lines.add(Long.toString(peakRssMb));
        for (double one : importance) {
            lines.add(Double.toString(one));
        }
        Files.write(model.resolveSibling(FIGURES), lines);
    }

    /** Reads the model and what {@link #save} wrote beside it. */
    public static Fitted read(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(FIGURES));
        return new Fitted(
                folder.resolve(RankerTrainer.MODEL_FILE),
                lines.stream().skip(3).mapToDouble(Double::parseDouble).toArray(),
                Double.parseDouble(lines.get(0)),
                Double.parseDouble(lines.get(1)),
                Long.parseLong(lines.get(2)));
    }
}
