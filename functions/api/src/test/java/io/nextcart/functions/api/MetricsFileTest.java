package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Compares {@code functions/metrics.json}, the source of alarms and dashboards, with {@link Metric}; the meanings are
 * maintained by hand. To add a metric's entry: {@code mvn -pl functions/api -am test -Dtest=MetricsFileTest
 * -Dnextcart.write=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class MetricsFileTest {
    private static final Path FILE = Path.of("..", "metrics.json");

    @Test
    void theFileListsWhatTheCodeTells() throws Exception {
        String expected = expected();
        if (Boolean.getBoolean("nextcart.write")) {
            Files.writeString(FILE, expected);
        }
        assertThat(FILE).hasContent(expected);
        assertThat(expected).as("every metric has a meaning").doesNotContain("\"meaning\" : \"\"");
    }

    @Test
    void namesAreUniqueAndPlain() {
        assertThat(Metric.values())
                .extracting(Metric::wireName)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(_[a-z]+)*"));
    }

    private static String expected() throws IOException {
        Map<?, ?> written = JSON.std.mapFrom(Files.readString(FILE));
        Map<Object, Object> meanings = new HashMap<>();
        for (Object each : (List<?>) written.get("metrics")) {
            Map<?, ?> metric = (Map<?, ?>) each;
            meanings.put(metric.get("name"), metric.get("meaning"));
        }
        List<Map<String, Object>> metrics = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", metric.wireName());
            one.put("unit", metric.unit());
            one.put("functions", metric.functions());
            one.put("by_route", metric.byRoute());
            one.put("trouble", metric.isTrouble());
            one.put("meaning", meanings.getOrDefault(metric.wireName(), ""));
            metrics.add(one);
        }
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("namespace", Metric.NAMESPACE);
        file.put("dimension", Metric.FUNCTION);
        file.put("route_dimension", Metric.ROUTE);
        file.put("metrics", metrics);
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(file) + "\n";
    }
}
