package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Objective;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.CheckDetails;
import io.nextcart.store.document.CheckDetails.Drift;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.training.fit.TrainingSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureDriftTest {
    private static final String VERSION = "20150918T030000Z-00000000";
    private static final Optional<Current> SERVES = Optional.of(new Current(VERSION, null, 0, null, 0));

    @TempDir
    private Path folder;

    private FolderObjectStore store = new FolderObjectStore(Path.of("unset"));

    @BeforeEach
    void openStore() {
        store = new FolderObjectStore(folder);
    }

    @Test
    void whatMovedSinceTheParentIsReported() throws IOException {
        Map<String, CheckDetails.Histogram> bins = new LinkedHashMap<>();
        FeatureDrift.histograms(set(0, 0)).forEach((name, histogram) -> bins.put(name, histogram.details()));
        publish(bins);

        Drift drift = FeatureDrift.since(store, SERVES, set(0, 1)).orElseThrow();

        assertThat(drift.parent()).isEqualTo(VERSION);
        assertThat(drift.stabilityIndex().get("same")).isLessThan(0.05);
        assertThat(drift.stabilityIndex().get("moved")).isGreaterThan(FeatureDrift.SHIFTED);
    }

    @Test
    void aFeatureThatTheParentDidNotHaveIsLeftOut() throws IOException {
        Histogram same = FeatureDrift.histograms(set(0, 0)).values().iterator().next();
        publish(Map.of("same", same.details()));

        assertThat(FeatureDrift.since(store, SERVES, set(0, 0)).orElseThrow().stabilityIndex())
                .containsOnlyKeys("same");
    }

    @Test
    void withoutAParentThatLeftBinsThereIsNoDrift() throws IOException {
        assertThat(FeatureDrift.since(store, Optional.empty(), set(0, 0)))
                .as("nothing serves")
                .isEmpty();
        assertThat(FeatureDrift.since(store, SERVES, set(0, 0)))
                .as("no manifest")
                .isEmpty();
        publish(Map.of());
        assertThat(FeatureDrift.since(store, SERVES, set(0, 0))).as("no bins").isEmpty();
        write("noise".getBytes(StandardCharsets.UTF_8));
        assertThat(FeatureDrift.since(store, SERVES, set(0, 0)))
                .as("a damaged manifest")
                .isEmpty();
    }

    private void publish(Map<String, CheckDetails.Histogram> histograms) throws IOException {
        CheckDetails.ShuffledAnswers none = new CheckDetails.ShuffledAnswers(0, 0.5, Double.NaN, Double.NaN);
        JsonFields checks = new CheckDetails(0, none, Map.of(), Map.of(), null, histograms).toJson();
        JsonObject details = new JsonFields().put("checks", checks).toObject("test");
        write(new Manifest(VERSION, "hash", Objective.CART, ModelKind.FITTED, null, Map.of(), details).toJson());
    }

    private void write(byte[] manifest) throws IOException {
        Path file = folder.resolve("models/" + VERSION + "/" + Manifest.FILE);
        Files.createDirectories(file.getParent());
        Files.write(file, manifest);
    }

    private static TrainingSet set(double same, double moved) {
        SplittableRandom random = new SplittableRandom(4);
        TrainingSet set = new TrainingSet(List.of("same", "moved"));
        for (int row = 0; row < 3000; row++) {
            float[] values = {(float) (same + random.nextDouble()), (float) (moved + random.nextDouble())};
            set.append(values, 0, row % 10 == 0 ? 1 : 0, row / 10);
        }
        return set;
    }
}
