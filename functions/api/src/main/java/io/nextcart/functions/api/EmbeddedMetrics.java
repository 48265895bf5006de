package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One JSON line per request, from which CloudWatch takes metrics: every {@link Metric} of the request by function, and those
 * of {@link Metric#byRoute} by function and route too. One value a line, so that percentiles are exact. What happens seldom is told only when it does: each byte is paid
 * for. No line tells of a shopper.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Embedded metric format</a>
 */
public final class EmbeddedMetrics implements RequestLog {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int UNAVAILABLE = 503;

    private final String namespace;
    private final String function;
    private final PrintStream out;
    private final Clock clock;
    private final AtomicBoolean first = new AtomicBoolean(true);

    /**
     * @param namespace as of {@link Metric#namespace}
     * @param function the value of the dimension, such as {@code recommend}
     * @param out takes the lines; stays the caller's to close
     */
    public EmbeddedMetrics(String namespace, String function, PrintStream out, Clock clock) {
        this.namespace = requireNonNull(namespace, "namespace is null");
        this.function = requireNonNull(function, "function is null");
        this.out = requireNonNull(out, "out is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public void answered(String requestId, String route, int status, long latencyNanos, List<Measure> measures) {
        Runtime memory = Runtime.getRuntime();
        List<Measure> all = new ArrayList<>();
        all.add(new Measure(Metric.REQUESTS, 1));
        all.add(new Measure(Metric.ERRORS, status >= 500 ? 1 : 0));
        all.add(new Measure(Metric.BAD_REQUESTS, status >= 400 && status < 500 ? 1 : 0));
        if (status == UNAVAILABLE) {
            all.add(new Measure(Metric.UNAVAILABLE, 1));
        }
        if (first.getAndSet(false)) {
            all.add(new Measure(Metric.COLD_START, 1));
        }
        all.add(new Measure(Metric.LATENCY, latencyNanos / 1e6));
        all.add(new Measure(Metric.MEMORY_USED, (memory.totalMemory() - memory.freeMemory()) >> 20));
        all.addAll(measures);
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            aws(json, all);
            json.writeStringField(Metric.FUNCTION, function);
            json.writeStringField(Metric.ROUTE, route);
            json.writeStringField("request_id", requestId);
            json.writeNumberField("status", status);
            for (Measure measure : all) {
                number(json, measure);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        line.write('\n');
        byte[] bytes = line.toByteArray();
        out.write(bytes, 0, bytes.length); // in one piece: Lambda makes one entry of its log from it
        out.flush();
    }

    /** Counts without a fraction: what is written here is paid for by the byte. */
    private static void number(JsonGenerator json, Measure measure) throws IOException {
        long whole = (long) measure.value();
        if (whole == measure.value()) {
            json.writeNumberField(measure.metric().wireName(), whole);
        } else {
            json.writeNumberField(measure.metric().wireName(), measure.value());
        }
    }

    private void aws(JsonGenerator json, List<Measure> measures) throws IOException {
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", clock.millis());
        json.writeArrayFieldStart("CloudWatchMetrics");
        List<String> function = List.of(Metric.FUNCTION);
        directive(json, metrics(measures, true), List.of(function, List.of(Metric.FUNCTION, Metric.ROUTE)));
        directive(json, metrics(measures, false), List.of(function));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static List<Metric> metrics(List<Measure> measures, boolean byRoute) {
        return measures.stream()
                .map(Measure::metric)
                .filter(metric -> metric.byRoute() == byRoute)
                .toList();
    }

    private void directive(JsonGenerator json, List<Metric> metrics, List<List<String>> dimensionSets)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        for (List<String> dimensions : dimensionSets) {
            json.writeArray(dimensions.toArray(String[]::new), 0, dimensions.size());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (Metric metric : metrics) {
            json.writeStartObject();
            json.writeStringField("Name", metric.wireName());
            json.writeStringField("Unit", metric.unit().cloudWatchName());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
