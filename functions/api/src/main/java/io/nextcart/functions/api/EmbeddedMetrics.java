package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.functions.api.Measure.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One JSON line per request, from which CloudWatch takes metrics: namespace {@code Nextcart}, dimension {@code function}.
 * Every line has {@code requests}, {@code latency}, {@code errors} (answers of 500 and above), {@code bad_requests} (400 to
 * 499), {@code unavailable} (503), {@code cold_start} and {@code memory_used}, and what the answer tells of itself. No line
 * tells of a shopper.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Embedded metric format</a>
 */
public final class EmbeddedMetrics implements RequestLog {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String NAMESPACE = "Nextcart";
    private static final int UNAVAILABLE = 503;

    private final String function;
    private final PrintStream out;
    private final Clock clock;
    private final AtomicBoolean first = new AtomicBoolean(true);

    /**
     * @param function the value of the dimension, such as {@code recommend}
     * @param out takes the lines; stays the caller's to close
     */
    public EmbeddedMetrics(String function, PrintStream out, Clock clock) {
        this.function = requireNonNull(function, "function is null");
        this.out = requireNonNull(out, "out is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public void answered(String requestId, int status, long latencyNanos, List<Measure> measures) {
        Runtime memory = Runtime.getRuntime();
        List<Measure> all = new ArrayList<>();
        all.add(Measure.count("requests", 1));
        all.add(Measure.count("errors", status >= 500 ? 1 : 0));
        all.add(Measure.count("bad_requests", status >= 400 && status < 500 ? 1 : 0));
        all.add(Measure.count("unavailable", status == UNAVAILABLE ? 1 : 0));
        all.add(Measure.count("cold_start", first.getAndSet(false) ? 1 : 0));
        all.add(new Measure("latency", Unit.MILLISECONDS, latencyNanos / 1e6));
        all.add(new Measure("memory_used", Unit.MEGABYTES, (memory.totalMemory() - memory.freeMemory()) >> 20));
        all.addAll(measures);
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            directive(json, all);
            json.writeStringField("function", function);
            json.writeStringField("request_id", requestId);
            json.writeNumberField("status", status);
            for (Measure measure : all) {
                json.writeNumberField(measure.name(), measure.value());
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

    private void directive(JsonGenerator json, List<Measure> measures) throws IOException {
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", clock.millis());
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", NAMESPACE);
        json.writeFieldName("Dimensions");
        json.writeRawValue("[[\"function\"]]");
        json.writeArrayFieldStart("Metrics");
        for (Measure measure : measures) {
            json.writeStartObject();
            json.writeStringField("Name", measure.name());
            json.writeStringField("Unit", measure.unit().cloudWatchName());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }
}
