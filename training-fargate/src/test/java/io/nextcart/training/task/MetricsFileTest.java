package io.nextcart.training.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Checks that {@code training-fargate/metrics.json}, from which alarms and dashboards are built, matches {@link
 * TrainingMetric}. To rewrite it: {@code mvn -pl training-fargate -am test -Dtest=MetricsFileTest -Dnextcart.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class MetricsFileTest {
    private static final Path FILE = Path.of("metrics.json");

    @Test
    void theFileListsWhatTheTaskTells() throws IOException {
        List<Map<String, Object>> metrics = new ArrayList<>();
        for (TrainingMetric metric : TrainingMetric.values()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", metric.wireName());
            one.put("unit", metric.unit());
            one.put("meaning", metric.meaning());
            metrics.add(one);
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("namespace", TrainingMetric.NAMESPACE);
        file.put("dimension", TrainingMetric.DIMENSION);
        file.put("function", TrainingMetric.FUNCTION);
        file.put("metrics", metrics);
        String expected = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(file) + "\n";
        if (Boolean.getBoolean("nextcart.write")) {
            Files.writeString(FILE, expected);
        }
        assertThat(FILE).hasContent(expected);
    }

    @Test
    void aFailedRunReportsNoMetricOfAModel() throws IOException {
        RunRecord run = new RunRecord(
                "r1",
                RunOutcome.FAILED,
                RunRecord.Models.NONE,
                new RunRecord.Effort(1_000, 3_500, 0, 0),
                0,
                null,
                new RunRecord.Failure("read the log", "no disk"),
                List.of());

        Map<String, Object> line = JSON.std.mapFrom(TrainingMetric.line(run, "dev"));

        assertThat(line)
                .containsEntry("function", "training")
                .containsEntry("training_failed", 1.0)
                .containsEntry("training_published", 0.0)
                .containsEntry("training_seconds", 2.5)
                .doesNotContainKeys("training_hit_rate", "training_champion_hit_rate");
        assertThat(line.get("_aws").toString()).contains("Namespace=Nextcart/dev", "Timestamp=3500", "training_failed");
        assertThat(TrainingMetric.line(run, "")).contains("\"Namespace\":\"Nextcart\"");
    }
}
