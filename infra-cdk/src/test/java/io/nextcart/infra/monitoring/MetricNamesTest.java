package io.nextcart.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextcart.functions.api.Metric;
import io.nextcart.infra.Synth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetricNamesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void dashboardAndAlarmsLookAtEachNameUnderAFunctionThatTellsIt() throws IOException {
        JsonNode lists = told();
        assertThat(lists.get("namespace").asText()).isEqualTo(Metric.NAMESPACE);
        assertThat(lists.get("dimension").asText()).isEqualTo(Metric.FUNCTION);
        Set<String> told = new HashSet<>();
        for (JsonNode metric : lists.get("metrics")) {
            metric.get("functions")
                    .forEach(function -> told.add(metric.get("name").asText() + " " + function.asText()));
        }
        Set<String> used = new TreeSet<>();
        Synth.Result prod = Synth.PROD.result();
        prod.resources("monitoring", "AWS::CloudWatch::Alarm").values().forEach(alarm -> {
            for (JsonNode metric : alarm.findParents("Namespace")) {
                if (metric.get("Namespace").asText().equals(Metric.namespace("prod"))) {
                    used.add(metric.get("MetricName").asText() + " "
                            + metric.at("/Dimensions/0/Value").asText());
                }
            }
        });
        assertThat(used).isNotEmpty();
        for (JsonNode widget : dashboard(prod).get("widgets")) {
            for (JsonNode metric : widget.at("/properties/metrics")) {
                if (metric.get(0).asText().equals(Metric.namespace("prod"))) {
                    assertThat(metric.get(2).asText()).isEqualTo(Metric.FUNCTION);
                    used.add(metric.get(1).asText() + " " + metric.get(3).asText());
                }
            }
        }
        assertThat(used).hasSizeGreaterThan(20).isSubsetOf(told);
    }

    /** Both lists in the form of the functions' one. */
    private static JsonNode told() throws IOException {
        JsonNode functions = JSON.readTree(Path.of("../functions/metrics.json").toFile());
        JsonNode training =
                JSON.readTree(Path.of("../training-fargate/metrics.json").toFile());
        assertThat(training.get("namespace")).isEqualTo(functions.get("namespace"));
        assertThat(training.get("dimension")).isEqualTo(functions.get("dimension"));
        for (JsonNode metric : training.get("metrics")) {
            ((ObjectNode) metric).putArray("functions").add(training.get("function"));
            ((ArrayNode) functions.get("metrics")).add(metric);
        }
        return functions;
    }

    /** The dashboard's document, with a placeholder for references. */
    private static JsonNode dashboard(Synth.Result prod) throws IOException {
        StringBuilder text = new StringBuilder();
        prod.only("monitoring", "AWS::CloudWatch::Dashboard", "Dashboard")
                .at("/DashboardBody/Fn::Join/1")
                .forEach(part -> text.append(part.isTextual() ? part.asText() : "reference"));
        return JSON.readTree(text.toString());
    }
}
