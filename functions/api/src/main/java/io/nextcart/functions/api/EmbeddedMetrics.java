package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.Measure.OfList;
import io.nextcart.store.document.JsonFields;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes one JSON line per request, from which CloudWatch takes metrics: every {@link Metric} of the request by
 * function and, if enabled, those of {@link Metric#byRoute} also by function and route. One value per line, so
 * percentiles are exact. Rare metrics are written only when they occur, since each byte costs. No line identifies a
 * shopper. Values for the lists of one placement and variant go to a separate line without directives, for Logs
 * Insights: as metrics, each combination would cost.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
 *     Embedded metric format</a>
 */
public final class EmbeddedMetrics implements RequestLog {
    private static final int UNAVAILABLE = 503;

    private final String namespace;
    private final String function;
    private final String version;
    private final boolean routes;
    private final PrintStream out;
    private final Clock clock;
    private final AtomicBoolean first = new AtomicBoolean(true);

    /**
     * @param namespace from {@link Metric#namespace}
     * @param function the value of the dimension, such as {@code recommend}
     * @param out takes the lines; the caller closes it
     */
    public EmbeddedMetrics(String namespace, String function, PrintStream out, Clock clock) {
        this(namespace, function, "", false, out, clock);
    }

    /**
     * @param version of the function; empty for no metrics by version
     * @param routes whether to write metrics by route, each of which costs
     */
    EmbeddedMetrics(String namespace, String function, String version, boolean routes, PrintStream out, Clock clock) {
        this.namespace = requireNonNull(namespace, "namespace is null");
        this.function = requireNonNull(function, "function is null");
        this.version = requireNonNull(version, "version is null");
        this.routes = routes;
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
        measures.stream().filter(measure -> measure.list().equals(OfList.ALL)).forEach(all::add);
        if (measures.stream().anyMatch(measure -> measure.metric().isTrouble())) {
            all.add(new Measure(Metric.TROUBLED, 1));
        }
        JsonFields line = line(all)
                .put(Metric.ROUTE, route)
                .putUnlessNull(Metric.VERSION, version.isEmpty() ? null : version)
                .put("request_id", requestId)
                .put("status", status);
        all.forEach(measure -> line.put(measure.metric().wireName(), shortest(measure.value())));
        out.writeBytes(line.toLine());
        placements(requestId, measures).forEach(each -> out.writeBytes(each.toLine()));
        out.flush();
    }

    @Override
    public void measured(List<Measure> measures) {
        if (!measures.isEmpty()) {
            JsonFields line = line(measures);
            measures.forEach(measure -> line.put(measure.metric().wireName(), shortest(measure.value())));
            out.writeBytes(line.toLine());
            out.flush();
        }
    }

    private JsonFields line(List<Measure> measures) {
        return new JsonFields()
                .put(
                        "_aws",
                        new JsonFields()
                                .put("Timestamp", clock.millis())
                                .putAll("CloudWatchMetrics", directives(measures), directive -> directive))
                .put(Metric.FUNCTION, function);
    }

    private Collection<JsonFields> placements(String requestId, List<Measure> measures) {
        Map<OfList, JsonFields> lines = new TreeMap<>();
        for (Measure measure : measures) {
            if (!measure.list().equals(OfList.ALL)) {
                lines.computeIfAbsent(
                                measure.list(),
                                list -> new JsonFields()
                                        .put(Metric.FUNCTION, function)
                                        .put("request_id", requestId)
                                        .put("placement", list.placement())
                                        .put("variant", list.variant())
                                        .putUnlessNull("exploration", list.exploration() ? Boolean.TRUE : null))
                        .put(measure.metric().wireName(), shortest(measure.value()));
            }
        }
        return lines.values();
    }

    /** Writes whole numbers without a fraction: each byte costs. */
    private static Number shortest(double value) {
        long whole = (long) value;
        if (whole == value) {
            return whole;
        }
        return value;
    }

    private List<JsonFields> directives(List<Measure> measures) {
        List<String> byFunction = List.of(Metric.FUNCTION);
        List<String> byRoute = List.of(Metric.FUNCTION, Metric.ROUTE);
        List<Metric> all = measures.stream().map(Measure::metric).toList();
        List<JsonFields> directives = new ArrayList<>();
        if (routes) {
            directives.add(directive(
                    List.of(byFunction, byRoute),
                    all.stream().filter(Metric::byRoute).toList()));
        }
        directives.add(directive(
                List.of(byFunction),
                all.stream().filter(metric -> !routes || !metric.byRoute()).toList()));
        List<Metric> wrong = measures.stream()
                .filter(measure -> measure.metric().byVersion() && measure.value() > 0)
                .map(Measure::metric)
                .toList();
        if (!version.isEmpty() && !wrong.isEmpty()) {
            directives.add(directive(List.of(List.of(Metric.FUNCTION, Metric.VERSION)), wrong));
        }
        return directives;
    }

    private JsonFields directive(List<List<String>> dimensions, List<Metric> metrics) {
        return new JsonFields()
                .put("Namespace", namespace)
                .put("Dimensions", dimensions)
                .putAll(
                        "Metrics",
                        metrics,
                        metric ->
                                new JsonFields().put("Name", metric.wireName()).put("Unit", metric.unit()));
    }
}
