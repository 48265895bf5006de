package io.nextcart.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.FolderObjectStore;
import io.nextcart.infra.Synth;
import io.nextcart.infra.ToldMetrics;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricNamesTest {
    @TempDir
    private Path folder;

    /** Runs the functions, with and without trouble, and reads what they tell. */
    @Test
    void everyNameIsToldByAFunction() throws Exception {
        FolderObjectStore models = new FolderObjectStore(folder.resolve("models"));
        TinyBundle.publish(models, "v1", folder.resolve("work"), 1);
        ToldMetrics told = new ToldMetrics();
        told.byRecommend(folder.resolve("models"));
        // A model that is announced and not there.
        TinyBundle.serve(models, "v2", "v1", 2);
        told.byRecommend(folder.resolve("models"));
        told.byEvents();
        Set<String> names =
                Stream.of(MetricName.values()).map(MetricName::wireName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(told.names()).containsAll(names);
        assertThat(told.namespaces()).containsExactly(MetricName.NAMESPACE);
        assertThat(told.dimensions()).contains(MetricName.FUNCTION);
        assertThat(told.functions()).containsExactlyInAnyOrder(MetricName.RECOMMEND, MetricName.EVENTS);
    }

    @Test
    void dashboardAndAlarmsNameNoMetricOfOursThatIsNotInTheList() {
        Set<String> names =
                Stream.of(MetricName.values()).map(MetricName::wireName).collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (JsonNode alarm : Synth.PROD
                .result()
                .resources("monitoring", "AWS::CloudWatch::Alarm")
                .values()) {
            for (JsonNode metric : alarm.findParents("Namespace")) {
                if (metric.get("Namespace").asText().equals(MetricName.NAMESPACE)) {
                    used.add(metric.get("MetricName").asText());
                }
            }
        }
        assertThat(used).isNotEmpty().isSubsetOf(names);
    }
}
