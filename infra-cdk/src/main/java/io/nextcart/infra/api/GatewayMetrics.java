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
 * What API Gateway reports, the gateway's own answers among it.
 *
 * @param apis the servers' of the first shop first
 */
public record GatewayMetrics(List<Gateway> apis) {
    /** Answers of 500 and above. */
    public static final String SERVER_ERRORS = "5XXError";

    /** Answers of 400 to 499. */
    public static final String CLIENT_ERRORS = "4XXError";

    /** All answers. */
    public static final String COUNT = "Count";

    /** Time to answer, in milliseconds. */
    public static final String LATENCY = "Latency";

    /**
     * One API.
     *
     * @param kind decides how it calls its metrics
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

    /** Where {@link #throttled} is: API Gateway itself reports 429 among all answers of 4xx. */
    private static String namespace(Settings settings) {
        return io.nextcart.functions.api.Metric.namespace(settings.metrics()) + "/gateway";
    }

    /** Counts answers of 429 in an access log; the metric is paid for in hours that have some. */
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

    /** The sum over all APIs, by the name that a REST API gives a metric. */
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

    /** What stands before the functions for the shop's servers. */
    public Settings.Kind kind() {
        return apis.get(0).kind();
    }

    /** A statistic of what the shop's servers ask. */
    public IMetric ofServers(String name, String statistic, Duration period) {
        return apis.get(0).metric(name, statistic, period);
    }
}
