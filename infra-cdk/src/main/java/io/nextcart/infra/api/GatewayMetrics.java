package io.nextcart.infra.api;

import io.nextcart.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

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

    public GatewayMetrics {
        apis = List.copyOf(apis);
    }

    /** Those of several shops. */
    public static GatewayMetrics of(Stream<GatewayMetrics> shops) {
        return new GatewayMetrics(shops.flatMap(shop -> shop.apis.stream()).toList());
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
