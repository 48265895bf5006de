package io.nextcart.store.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.document.EvaluationDetails.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrainingDetailsTest {
    @Test
    void whatATrainingWroteIsReadAndWrittenAsItWas() throws IOException {
        byte[] bytes;
        try (InputStream file = TrainingDetailsTest.class.getResourceAsStream("manifest.json")) {
            bytes = file.readAllBytes();
        }
        Manifest manifest = Manifest.parse(bytes, "manifest.json");
        TrainingDetails details = manifest.training();

        Manifest written = new Manifest(
                manifest.version(),
                manifest.schemaHash(),
                manifest.objective(),
                manifest.kind(),
                manifest.parent(),
                manifest.files(),
                details.toJson().toObject("details"));

        assertThat(new String(written.toJson(), UTF_8)).isEqualTo(new String(bytes, UTF_8));
        assertThat(details.counts()).containsEntry(TrainingDetails.EVENTS, 82683L);
        assertThat(details.window().holdoutFromMs()).isEqualTo(1441174879106L);
        assertThat(details.metrics().value("repeat", "mrr@20")).isEqualTo(0.7203658163376834);
        assertThat(details.evaluation().interval("hr@20"))
                .isEqualTo(new Interval(0.9335038363171355, 0.881159420289855, 0.9742268041237113));
        assertThat(details.evaluation().segments().get("one_event").cases()).isEqualTo(228);
    }

    @Test
    void whatAnOlderTrainingDidNotRecordIsUnknown() throws DamagedDocumentException {
        TrainingDetails details = TrainingDetails.of(JsonObject.EMPTY);

        assertThat(details.counts()).isEmpty();
        assertThat(details.window().byName()).isEmpty();
        assertThat(details.parameters().seed()).isEqualTo(-1);
        assertThat(details.parameters().byName()).isEmpty();
        assertThat(details.metrics()).isEqualTo(new RankerMetrics(-1, Map.of()));
        assertThat(details.evaluation().interval("hr@20").isKnown()).isFalse();
        assertThat(details.calibration().reliability().logLoss()).isNaN();
        assertThat(details.gate().decision()).isEmpty();
        assertThat(details.stages()).isEmpty();
        assertThat(details.checks().drift()).isNull();
    }

    @Test
    void inAnOlderDocumentTheWholePeakIsOwnMemory() throws DamagedDocumentException {
        TrainingDetails details = TrainingDetails.of(
                json("{'stages': [{'name': 'gate', 'seconds': 1, 'cpu_seconds': 2, 'rows': 3, 'peak_rss_mb': 432}]}"));

        assertThat(details.stages()).containsExactly(new StageRecord("gate", 1, 2, 3, 432, 432, 0));
    }

    @Test
    void stagesOfOneNameAddUp() {
        assertThat(new StageRecord("factors", 1, 2, 3, 400, 300, 5)
                        .and(new StageRecord("factors", 10, 20, 30, 350, 340, 50)))
                .isEqualTo(new StageRecord("factors", 11, 22, 33, 400, 340, 55));
    }

    @Test
    void aMetricThatIsNotFiniteIsTextInTheDocumentAndNaN() throws DamagedDocumentException {
        TrainingDetails details =
                TrainingDetails.of(json("{'metrics': {'model': {'novelty@20': 'NaN', 'hr@20': 0.5}}}"));

        assertThat(details.metrics().value("model", "novelty@20")).isNaN();
        assertThat(new String(details.metrics().toJson().toBytes(), UTF_8))
                .isEqualTo("{\"model\":{\"novelty@20\":\"NaN\",\"hr@20\":0.5}}");
    }

    @Test
    void damageIsNamedByItsPath() {
        assertThatThrownBy(() -> TrainingDetails.of(json("{'evaluation': {'intervals': {'hr@20': {'value': 'x'}}}}")))
                .hasMessage("m.json: field 'evaluation.intervals.hr@20.value' is 'x', expected a number");
        assertThatThrownBy(() -> TrainingDetails.of(json("{'stages': [{'name': 'fit', 'seconds': true}]}")))
                .hasMessage("m.json: field 'stages[0].seconds' is true, expected a number");
    }

    private static JsonObject json(String text) throws DamagedDocumentException {
        return JsonObject.read(text.replace('\'', '"').getBytes(UTF_8), "m.json", "details");
    }
}
