package io.nextcart.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.catboost.CatBoostModel;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankerTrainerIT {
    private static final List<String> NAMES = List.of("noise", "signal", "missing", "constant");
    private static final int ROWS = 4_000;

    @TempDir
    Path folder;

    @Test
    void aModelFittedHereRanksByTheSignalHere() throws Exception {
        TrainingSet set = examples();
        try (CatBoostModel warm =
                CatBoostModel.loadModel(fit(set, settings()).model().toString())) {
            assertThat(warm.getFeatureNames()).containsExactlyElementsOf(NAMES);
            int ordered = 0;
            int pairs = 0;
            for (int row = 0; row + 1 < 2000; row += 2) {
                if (set.label(row) != set.label(row + 1)) {
                    pairs++;
                    boolean above = predict(warm, set, row) > predict(warm, set, row + 1);
                    ordered += above == set.label(row) > set.label(row + 1) ? 1 : 0;
                }
            }
            assertThat(ordered / (double) pairs).isGreaterThan(0.9);
        }
        // The two native libraries coexist: fit again after predicting.
        assertThat(fit(set, settings()).model()).exists();
    }

    @Test
    void predictionsHereEqualCatBoostsOwn() throws Exception {
        TrainingSet set = examples();
        ExamplesFile.write(set, folder.resolve("e.tsv"), folder.resolve("c.tsv"), Progress.NONE);
        String arguments = "--learn-set e.tsv --column-description c.tsv --test-set e.tsv --eval-file scores.tsv"
                + " --iterations 20 --loss-function Logloss --model-file m.cbm --logging-level Silent --train-dir .";
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                FitProcess.classPath(),
                FitProcess.class.getName()));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        List<String> lines = Files.readAllLines(folder.resolve("scores.tsv"));
        assertThat(lines).hasSize(ROWS + 1);
        try (CatBoostModel model =
                CatBoostModel.loadModel(folder.resolve("m.cbm").toString())) {
            for (int row = 0; row < ROWS; row++) {
                double theirs = Double.parseDouble(lines.get(row + 1).split("\t")[1]);
                assertThat(predict(model, set, row)).isCloseTo(theirs, within(1e-8));
            }
            scoresAreTheSameHoweverManyAreAskedForAtOnce(model, set);
        }
    }

    private void scoresAreTheSameHoweverManyAreAskedForAtOnce(CatBoostModel model, TrainingSet set) throws Exception {
        Ranker ranker = CatBoostRanker.load(folder.resolve("m.cbm"));
        for (int count = 0; count <= 49; count++) {
            double[] scores = ranker.score(
                    IntStream.range(0, count).mapToObj(row -> vector(set, row)).toArray(float[][]::new));
            assertThat(scores).hasSize(count);
            for (int row = 0; row < count; row++) {
                assertThat(scores[row]).isEqualTo(predict(model, set, row));
            }
        }
    }

    @Test
    void importanceFollowsTheSignal() throws Exception {
        Fitted fitted = fit(examples(), settings());
        assertThat(fitted.importance()).hasSize(NAMES.size());
        assertThat(fitted.importance()[1]).isGreaterThan(80);
        assertThat(fitted.importance()[3]).isZero();
        assertThat(fitted.seconds()).isPositive();
        assertThat(fitted.peakRssMb()).isPositive();
    }

    @Test
    void oneSeedGivesOneModelToTheByte() throws Exception {
        byte[] first = Files.readAllBytes(fit(examples(), settings()).model());
        byte[] second = Files.readAllBytes(fit(examples(), settings()).model());
        assertThat(second).isEqualTo(first);
        FitSettings other = new FitSettings(20, 4, 0.1, 43, 2);
        assertThat(Files.readAllBytes(fit(examples(), other).model())).isNotEqualTo(first);
    }

    @Test
    void progressRisesToTheLastTreeAndNothingElseIsLeft() throws Exception {
        List<Long> trees = new ArrayList<>();
        Progress progress = (stage, done, total, unit) -> {
            if (unit.equals("trees")) {
                trees.add(done);
            }
        };
        RankerTrainer.fit(examples(), folder, new FitSettings(300, 6, 0.1, 42, 2), progress);
        assertThat(trees).isSorted().startsWith(0L).endsWith(300L);
        assertThat(trees.size()).isGreaterThan(2);
        assertThat(filesLeft()).containsExactly(RankerTrainer.MODEL_FILE);
    }

    @Test
    void labelsOfOneKindAreBadInput() {
        TrainingSet set = new TrainingSet(List.of("a"));
        set.append(new float[] {1}, 0, 0, 0);
        assertThatThrownBy(() -> fit(set, settings()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1 training examples, 0 of them positive");
    }

    @Test
    void whatCatBoostRefusesIsOneLineAndLeavesNothing() throws IOException {
        TrainingSet set = new TrainingSet(List.of("constant"));
        set.append(new float[] {1}, 0, 0, 0);
        set.append(new float[] {1}, 0, 1, 0);
        assertThatThrownBy(() -> fit(set, settings()))
                .isInstanceOf(IOException.class)
                .hasMessage("CatBoost could not fit the ranker: All features are either constant or ignored.");
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void aLibraryThatCannotBeLoadedNamesTheFolder() throws IOException {
        Files.writeString(
                folder.resolve("errors.txt"),
                "Failed to load catboost4j-spark-impl native library: java.lang.reflect.InvocationTargetException\n");
        assertThat(RankerTrainer.reason(1, folder))
                .isEqualTo("its native library cannot be loaded from " + folder
                        + ": the disk is full, or mounted noexec; expected one with room and the right to execute");
    }

    private Fitted fit(TrainingSet set, FitSettings settings) throws IOException {
        return RankerTrainer.fit(set, folder, settings, Progress.NONE);
    }

    private static FitSettings settings() {
        return new FitSettings(20, 4, 0.1, 42, 2);
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static double predict(CatBoostModel model, TrainingSet set, int row) throws Exception {
        return model.predict(vector(set, row), (String[]) null).get(0, 0);
    }

    private static float[] vector(TrainingSet set, int row) {
        float[] vector = new float[NAMES.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = set.feature(row, i);
        }
        return vector;
    }

    private static TrainingSet examples() {
        Random random = new Random(5);
        TrainingSet set = new TrainingSet(NAMES);
        for (int row = 0; row < ROWS; row++) {
            float signal = (float) random.nextGaussian();
            float missing = random.nextInt(3) == 0 ? Float.NaN : random.nextFloat();
            float label = signal + 0.3 * random.nextGaussian() > 0.5 ? 1 : 0;
            set.append(new float[] {random.nextInt(100), signal, missing, 1}, 0, label, row / 8);
        }
        return set;
    }
}
