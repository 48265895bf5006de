package io.nextcart.infra.api;

import io.nextcart.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;

/**
 * API Gateway's metrics, including its own answers.
 *
 * @param apis the one for the servers of the first shop comes first
 */
public record GatewayMetrics(List<Gateway> apis) {
    /** Answers of 500 and above. */
    public static final String SERVER_ERRORS = "5XXError";

    /** Answers of 400 to 499. */
    public static final String CLIENT_ERRORS = "4XXError";

    /** All answers. */
    public static final String COUNT = "Count";

    /** Time to answer, milliseconds. */
    public static final String LATENCY = "Latency";

    /**
     * One API.
     *
     * @param kind determines the names of its metrics
     */
    public record Gateway(Settings.Kind kind, Map<String, String> dimensions) {
        private Metric metric(String name, String statistic, Duration period) {
            return Metric.Builder.create()
                    .namespace("AWS/ApiGateway")
                    .metricName(kind == Settings.Kind.HTTP ? name.replaceFirst("XXError", "xx") : name)
                    .dimensionsMap(dimensions)
                    .statistic(statistic)
                    .period(period)
                    .label(name + (statistic.equals("Sum") ? "" : " " + statistic))
                    .build();
        }
    }

    /** The namespace of {@link #throttled}: API Gateway itself reports 429 only among all 4xx. */
    private static String namespace(Settings settings) {
        return io.nextcart.functions.api.Metric.namespace(settings.metrics()) + "/gateway";
    }

    /** Counts answers of 429 in an access log; the metric costs only in hours that have some. */
    static void countThrottled(LogGroup log, Settings settings) {
        if (settings.monitoring().level() == Settings.Level.OFF) {
            return;
        }
        MetricFilter.Builder.create(log, "Throttled")
                .logGroup(log)
                .filterPattern(FilterPattern.stringValue("$.status", "=", "429"))
                .metricNamespace(namespace(settings))
                .metricName("throttled")
                .metricValue("1")
                .build();
    }

    /** Answers of 429, of all shops that share metrics. */
    public static IMetric throttled(Settings settings, Duration period) {
        return Metric.Builder.create()
                .namespace(namespace(settings))
                .metricName("throttled")
                .statistic("Sum")
                .period(period)
                .label("throttled")
                .build();
    }

    public GatewayMetrics {
        apis = List.copyOf(apis);
    }

    /** The sum over all APIs; the name is that of a REST API's metric. */
    public IMetric sum(String name, Duration period) {
        if (apis.size() == 1) {
            return apis.get(0).metric(name, "Sum", period);
        }
        Map<String, IMetric> each = new TreeMap<>();
        apis.forEach(api -> each.put("api" + each.size(), api.metric(name, "Sum", period)));
        return MathExpression.Builder.create()
                .expression(
                        each.keySet().stream().map(id -> "FILL(" + id + ",0)").collect(Collectors.joining("+")))
                .usingMetrics(each)
                .label(name)
                .period(period)
                .build();
    }

    /** The kind of API before the functions, for the shop's servers. */
    public Settings.Kind kind() {
        return apis.get(0).kind();
    }

    /** A statistic of the API for the shop's servers. */
    public IMetric ofServers(String name, String statistic, Duration period) {
        return apis.get(0).metric(name, statistic, period);
    }
}
