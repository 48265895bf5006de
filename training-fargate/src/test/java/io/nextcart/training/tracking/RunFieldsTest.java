package io.nextcart.training.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.nextcart.data.Objective;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunFieldsTest {
    @Test
    void namesHoldOnlyWhatMlflowTakesAndNumbersAreFinite() throws IOException {
        RunFields fields = RunFields.of(SmallBundle.manifest("v1"));

        assertThat(fields.metrics())
                .containsExactly(
                        entry("cases", 192.0),
                        entry("hr_at_20", 0.75),
                        entry("hr_at_20_high", 0.8),
                        entry("hr_at_20_low", 0.7),
                        entry("importance/hour", 4.1),
                        entry("peak_mb", 300.0),
                        entry("repeat/hr_at_20", 0.5),
                        entry("seconds", 3.0),
                        entry("seconds/fit _the ranker_", 2.5),
                        entry("seconds/gate", 0.5));
        assertThat(fields.seconds()).isEqualTo(3.0);
    }

    @Test
    void timesOfTheWindowAreReadable() throws IOException {
        assertThat(RunFields.of(SmallBundle.manifest("v1")).parameters())
                .containsExactly(
                        entry("depth", "6"),
                        entry("learning_rate", "0.08"),
                        entry("loss", "Logloss"),
                        entry("objective", "cart"),
                        entry("parent", "v0"),
                        entry("schema_hash", "abc"),
                        entry("seed", "42"),
                        entry("threads", "2"),
                        entry("trees", "400"),
                        entry("window_first", "2015-05-03T00:00:26.110Z"));
    }

    @Test
    void aManifestWithoutDetailsGivesWhatItHas() throws IOException {
        RunFields fields = RunFields.of(
                new Manifest("v1", "abc", Objective.VIEW, ModelKind.FITTED, null, Map.of(), JsonObject.EMPTY));

        assertThat(fields.parameters()).containsOnlyKeys("objective", "parent", "schema_hash");
        assertThat(fields.metrics()).containsOnly(entry("seconds", 0.0), entry("peak_mb", 0.0));
    }
}
