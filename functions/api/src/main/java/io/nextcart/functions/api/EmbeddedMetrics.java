package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One JSON line per request, from which CloudWatch takes metrics: every {@link Metric} of the request by function, and those
 * of {@link Metric#byRoute} by function and route too. One value a line, so that percentiles are exact. Rare metrics are written
 * only when they occur: each byte is paid for. No line identifies a shopper.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Embedded metric format</a>
 */
public final class EmbeddedMetrics implements RequestLog {
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
        Json.line(out, json -> {
            aws(json, all);
            json.writeStringField(Metric.FUNCTION, function);
            json.writeStringField(Metric.ROUTE, route);
            json.writeStringField("request_id", requestId);
            json.writeNumberField("status", status);
            for (Measure measure : all) {
                number(json, measure);
            }
        });
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
        directive(json, measures, true);
        directive(json, measures, false);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void directive(JsonGenerator json, List<Measure> measures, boolean byRoute) throws IOException {
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        json.writeArray(new String[] {Metric.FUNCTION}, 0, 1);
        if (byRoute) {
            json.writeArray(new String[] {Metric.FUNCTION, Metric.ROUTE}, 0, 2);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (Measure measure : measures) {
            if (measure.metric().byRoute() == byRoute) {
                json.writeStartObject();
                json.writeStringField("Name", measure.metric().wireName());
                json.writeStringField("Unit", measure.metric().unit().cloudWatchName());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
