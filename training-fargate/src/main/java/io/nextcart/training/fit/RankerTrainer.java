package io.nextcart.training.fit;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.training.stage.Folders;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fits the ranker with CatBoost, without Python. The model is {@value #MODEL_FILE}, read by catboost-prediction. The
 * same set, settings and machine give the same bytes.
 */
public final class RankerTrainer {
    /** The name of the model's file. */
    public static final String MODEL_FILE = "ranker.cbm";

    private static final String STAGE = "fitting the ranker";
    private static final String EXAMPLES = "examples.tsv";
    private static final String COLUMNS = "columns.tsv";
    private static final String IMPORTANCE = "importance.tsv";
    private static final String LEARN_ERROR = "learn_error.tsv";
    private static final String OUTPUT = "output.txt";
    private static final String ERRORS = "errors.txt";
    private static final long POLL_MS = 200;
    private static final int MOST_FITS = 4;

    private RankerTrainer() {}

    /**
     * Fits a model.
     *
     * @param workFolder an existing folder for the model, with room for about 8 bytes per value meanwhile
     * @throws BadInputException when the examples can teach nothing: too few, or all with one label
     * @throws IOException with one line that names the fault
     */
    public static Fitted fit(TrainingSet set, Path workFolder, FitSettings settings, Progress progress)
            throws IOException {
        if (set.positives() == 0 || set.positives() == set.rows()) {
            throw new BadInputException("the log gives " + set.rows() + " training examples, " + set.positives()
                    + " of them positive, expected some of both kinds: a longer log or another objective is needed");
        }
        FitProcess.requirePlatform();
        long began = System.nanoTime();
        Path folder = Files.createTempDirectory(workFolder, "fit-").toAbsolutePath();
        try {
            ExamplesFile.write(set, folder.resolve(EXAMPLES), folder.resolve(COLUMNS), progress);
            fitUntilComparable(folder, settings, progress);
            double[] importance = importance(folder.resolve(IMPORTANCE), set.featureNames());
            String[] usage =
                    Files.readString(folder.resolve(FitProcess.USAGE_FILE)).split(" ");
            Path model = workFolder.resolve(MODEL_FILE);
            Files.move(
                    folder.resolve(MODEL_FILE),
                    model,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return new Fitted(
                    settings,
                    model,
                    importance,
                    (System.nanoTime() - began) / 1e9,
                    Double.parseDouble(usage[0]),
                    Long.parseLong(usage[1]));
        } finally {
            Folders.delete(folder);
        }
    }

    /** Fits again when a too short random id makes the file incomparable to that of an equal model. */
    private static void fitUntilComparable(Path folder, FitSettings settings, Progress progress) throws IOException {
        for (int fit = 0; fit < MOST_FITS; fit++) {
            run(folder, settings, progress);
            if (ModelStamp.erase(folder.resolve(MODEL_FILE))) {
                return;
            }
        }
        throw new IOException(folder + ": the stamp of the model is not as long as CatBoost 1.0.6 makes it, in "
                + MOST_FITS + " fits");
    }

    private static void run(Path folder, FitSettings settings, Progress progress) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder, // the native library unpacks there, and is deleted with the folder
                "-Dslf4j.internal.verbosity=ERROR", // silences the warning about a missing log backend
                "-cp",
                FitProcess.classPath(),
                FitProcess.class.getName()));
        command.addAll(arguments(settings));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(OUTPUT).toFile())
                .redirectError(folder.resolve(ERRORS).toFile())
                .start();
        try {
            progress.report(STAGE, 0, settings.trees(), "trees");
            long reported = 0;
            while (!process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                long trees = Math.min(lines(folder.resolve(LEARN_ERROR)) - 1, settings.trees() - 1L);
                if (trees > reported) {
                    progress.report(STAGE, trees, settings.trees(), "trees");
                    reported = trees;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the fit of the ranker was interrupted");
        } finally {
            process.destroyForcibly().onExit().join();
        }
        if (process.exitValue() != 0) {
            throw new IOException("CatBoost could not fit the ranker: " + reason(process.exitValue(), folder));
        }
        progress.report(STAGE, settings.trees(), settings.trees(), "trees");
    }

    private static List<String> arguments(FitSettings settings) {
        return List.of(
                "--learn-set",
                EXAMPLES,
                "--column-description",
                COLUMNS,
                "--ignore-csv-quoting",
                "--loss-function",
                FitSettings.LOSS,
                "--iterations",
                Integer.toString(settings.trees()),
                "--depth",
                Integer.toString(settings.depth()),
                "--learning-rate",
                String.format(Locale.ROOT, "%.6f", settings.learningRate()),
                "--leaf-estimation-iterations",
                "1", // CatBoost's default of ten takes a fifth of the time and gains nothing: docs/evaluation.md
                "--random-seed",
                Long.toString(settings.seed()),
                "--thread-count",
                Integer.toString(settings.threads()),
                "--train-dir",
                ".",
                "--model-file",
                MODEL_FILE,
                "--fstr-file",
                IMPORTANCE,
                "--fstr-type",
                "PredictionValuesChange",
                "--logging-level",
                "Silent");
    }

    static String reason(int exitValue, Path folder) throws IOException {
        if (exitValue == 128 + 9) {
            return "its process was killed, most likely for want of memory";
        }
        String errors = Files.readString(folder.resolve(ERRORS), StandardCharsets.UTF_8);
        if (errors.contains("Failed to load ")) { // CatBoost hides the reason
            return "its native library cannot be loaded from " + folder
                    + ": the disk is full, or mounted noexec; expected one with room and the right to execute";
        }
        return errors.lines()
                .filter(line -> line.contains("Exception: ") || line.contains("Error: "))
                .map(line -> line.replaceFirst("^.*?(Exception|Error): (\\S+\\.(cpp|h):\\d+: )?", ""))
                .findFirst()
                .orElse("its process ended with status " + exitValue);
    }

    private static double[] importance(Path file, List<String> featureNames) throws IOException {
        double[] importance = new double[featureNames.size()];
        for (String line : Files.readAllLines(file)) {
            int tab = line.indexOf('\t');
            int feature = featureNames.indexOf(line.substring(tab + 1));
            if (tab < 0 || feature < 0) {
                throw new IOException("CatBoost wrote the importance '" + line + "', expected a number and a feature");
            }
            importance[feature] = Double.parseDouble(line.substring(0, tab));
        }
        return importance;
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
