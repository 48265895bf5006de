package io.nextcart.functions.api;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parses lines of metrics as CloudWatch does: a value without a directive is not a metric. */
public final class MetricLines {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A log that collects the lines of a function. */
    public RequestLog of(String function) {
        return new EmbeddedMetrics(
                "Nextcart", function, new PrintStream(bytes, true, StandardCharsets.UTF_8), Clock.systemUTC());
    }

    /** The metrics of the last line, by name. */
    public Map<String, Double> last() {
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        return read(lines.get(lines.size() - 1));
    }

    /** The metrics of a line, by name; none for other lines. */
    public static Map<String, Double> read(String line) {
        Map<String, Double> metrics = new TreeMap<>();
        if (!line.startsWith("{\"_aws\":")) {
            return metrics;
        }
        try {
            Map<String, Object> object = JSON.std.mapFrom(line);
            Map<?, ?> aws = (Map<?, ?>) object.get("_aws");
            for (Object directive : (List<?>) aws.get("CloudWatchMetrics")) {
                for (Object metric : (List<?>) ((Map<?, ?>) directive).get("Metrics")) {
                    String name = (String) ((Map<?, ?>) metric).get("Name");
                    metrics.put(name, ((Number) object.get(name)).doubleValue());
                }
            }
            return metrics;
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + line, e);
        }
    }
}
