package io.nextcart.infra.monitoring;

import io.nextcart.functions.api.Metric;
import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.api.GatewayMetrics;
import io.nextcart.infra.cost.UseCost;
import io.nextcart.infra.settings.Settings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachine;

/** Metrics that dashboard and alarms share. */
final class Signals {
    /** A value of the dimension {@link Metric#FUNCTION}. */
    static final String RECOMMEND = "recommend";

    /** A value of the dimension {@link Metric#FUNCTION}. */
    static final String EVENTS = "events";

    /** Prefix of the metrics that count answers by level, that is, by how much they knew of the shopper. */
    private static final String LEVEL = "level_";

    private static final int FEW_ANSWERS = 50;
    /** With fewer calls, p99 is the slowest of all. */
    private static final int ENOUGH_CALLS = 100;

    private static final String ENOUGH_OF_BOTH = "tried>=" + ENOUGH_CALLS + " AND served>=" + ENOUGH_CALLS;
    private static final int SECONDS_PER_HOUR = 3600;

    private final Settings settings;
    private final String namespace;
    private final ApiStack api;

    Signals(Shop shop) {
        settings = shop.settings();
        namespace = Metric.namespace(settings.metrics());
        api = shop.api();
    }

    /** A function's metric, summed over a period. */
    IMetric count(Metric metric, String function, Duration period) {
        return reported(metric.wireName(), function, "Sum", period);
    }

    /**
     * A metric of a function or of the retrain.
     *
     * @param name as in {@code functions/metrics.json} or {@code training-fargate/metrics.json}
     * @param statistic such as {@code Sum} or {@code p99}
     */
    IMetric reported(String name, String function, String statistic, Duration period) {
        return reported(name, function, statistic, period, label(name, statistic));
    }

    /** The same with another label. */
    IMetric reported(String name, String function, String statistic, Duration period, String label) {
        return metric(namespace, name, Map.of(Metric.FUNCTION, function), statistic, period, label);
    }

    private static String label(String name, String statistic) {
        return name + (statistic.equals("Sum") ? "" : " " + statistic);
    }

    static IMetric metric(
            String namespace,
            String name,
            Map<String, String> dimensions,
            String statistic,
            Duration period,
            String label) {
        return software.amazon.awscdk.services.cloudwatch.Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic(statistic)
                .period(period)
                .label(label)
                .build();
    }

    /**
     * Percent of answers that knew nothing of the shopper: popular in a category, in the shop, or nothing. 0 while
     * there are fewer than {@value #FEW_ANSWERS} answers, too few for a share.
     */
    IMetric fallbackPercent(Duration period) {
        Map<String, IMetric> levels = new HashMap<>();
        for (Metric metric : Metric.values()) {
            if (metric.wireName().startsWith(LEVEL)) {
                levels.put(metric.wireName().substring(LEVEL.length()), count(metric, RECOMMEND, period));
            }
        }
        String fallback = "(FILL(category,0)+FILL(popular,0)+FILL(empty,0))";
        String all = "(FILL(personal,0)+FILL(session,0)+FILL(similar,0)+" + fallback + ")";
        String percent = "IF(" + all + ">=" + FEW_ANSWERS + ",100*" + fallback + "/" + all + ",0)";
        return expression(percent, "fallback %", period, levels);
    }

    /** The p99 of answer times, milliseconds; 0 while there are fewer than {@value #ENOUGH_CALLS} answers. */
    IMetric slowest(Duration period) {
        String latency = Metric.LATENCY.wireName();
        return expression(
                "IF(calls>=" + ENOUGH_CALLS + ",p99,0)",
                "p99, ms",
                period,
                Map.of(
                        "calls", reported(latency, RECOMMEND, "SampleCount", period),
                        "p99", reported(latency, RECOMMEND, "p99", period)));
    }

    /**
     * By how many percentage points the challenger's share of answers that know nothing of the shopper exceeds the
     * champion's, in the same hours; 0 while that may be chance: below three standard errors, or {@value #ENOUGH_CALLS}
     * answers of either.
     */
    IMetric challengerFallbackPoints(Duration period) {
        String more = "(FILL(lost,0)/tried-FILL(missed,0)/served)";
        String all = "((FILL(lost,0)+FILL(missed,0))/(tried+served))";
        String variance = all + "*(1-" + all + ")*(1/tried+1/served)";
        return expression(
                "IF(" + ENOUGH_OF_BOTH + " AND " + more + ">0 AND " + more + "*" + more + ">9*" + variance + ",100*"
                        + more + ",0)",
                "points more fallback",
                period,
                Map.of(
                        "tried", reported(Metric.LATENCY_CHALLENGER.wireName(), RECOMMEND, "SampleCount", period),
                        "served", reported(Metric.LATENCY_CHAMPION.wireName(), RECOMMEND, "SampleCount", period),
                        "lost", count(Metric.FALLBACK_CHALLENGER, RECOMMEND, period),
                        "missed", count(Metric.FALLBACK_CHAMPION, RECOMMEND, period)));
    }

    /** The p99 of the challenger's answer times; 0 unless it is at least 1.5 times the champion's of the same hours. */
    IMetric challengerSlowest(Duration period) {
        String challenger = Metric.LATENCY_CHALLENGER.wireName();
        String champion = Metric.LATENCY_CHAMPION.wireName();
        return expression(
                "IF(" + ENOUGH_OF_BOTH + " AND slow>1.5*usual,slow,0)",
                "challenger's p99, ms",
                period,
                Map.of(
                        "tried", reported(challenger, RECOMMEND, "SampleCount", period),
                        "served", reported(champion, RECOMMEND, "SampleCount", period),
                        "slow", reported(challenger, RECOMMEND, "p99", period),
                        "usual", reported(champion, RECOMMEND, "p99", period)));
    }

    /** Hours since the model that answers was published. */
    IMetric modelAgeHours(Duration period) {
        IMetric seconds = reported(Metric.MODEL_AGE.wireName(), RECOMMEND, "Maximum", period);
        return expression("seconds/" + SECONDS_PER_HOUR, "hours", period, Map.of("seconds", seconds));
    }

    /** Dollars per period for requests and events by list prices: pay-per-use only, without storage or training. */
    IMetric dollars(UseCost model, Duration period) {
        return expression(
                "FILL(asked,0)*" + plain(model.perRecommendation())
                        + "+FILL(brought,0)*" + plain(model.perEventsRequest())
                        + "+FILL(kept,0)*" + plain(model.perEvent()),
                "dollars",
                period,
                Map.of(
                        "asked", count(Metric.REQUESTS, RECOMMEND, period),
                        "brought", count(Metric.REQUESTS, EVENTS, period),
                        "kept", count(Metric.EVENTS_ACCEPTED, EVENTS, period)));
    }

    /** CloudWatch accepts no exponents. */
    private static String plain(double dollars) {
        return new BigDecimal(dollars, new MathContext(4)).toPlainString();
    }

    /** How far the archive is behind, milliseconds. */
    IMetric archiveAge(Duration period) {
        return archiveAge(api, period);
    }

    private static IMetric archiveAge(ApiStack api, Duration period) {
        return api.archive()
                .lambda()
                .function()
                .metric(
                        "IteratorAge",
                        MetricOptions.builder()
                                .statistic("Maximum")
                                .period(period)
                                .label("behind, ms")
                                .build());
    }

    /** How far behind the slowest of the archives is, milliseconds. */
    static IMetric archiveBehind(List<Shop> shops, Duration period) {
        if (shops.size() == 1) {
            return archiveAge(shops.get(0).api(), period);
        }
        Map<String, IMetric> metrics = new TreeMap<>();
        shops.forEach(shop -> metrics.put("age" + metrics.size(), archiveAge(shop.api(), period)));
        return expression("MAX([" + filled(metrics) + "])", "behind, ms", period, metrics);
    }

    private static String filled(Map<String, IMetric> metrics) {
        return metrics.keySet().stream().map(id -> "FILL(" + id + ",0)").collect(Collectors.joining(","));
    }

    /** 1 when more than {@code few} answers had troubles, or more than {@code many} were refused with 429, else 0. */
    IMetric troubled(int few, int many, Duration period) {
        return expression(
                "IF(FILL(troubled,0)>" + few + " OR FILL(throttled,0)>" + many + ",1,0)",
                "troubled or throttled",
                period,
                Map.of(
                        "troubled", count(Metric.TROUBLED, RECOMMEND, period),
                        "throttled", GatewayMetrics.throttled(settings, period)));
    }

    /**
     * 1 when, among the answers in a trial that failed or knew nothing of the shopper, the challenger has more than its
     * share of the shoppers explains: 1.5 times as many, by three standard errors, of at least {@value #FEW_ANSWERS};
     * else 0. It uses two metrics, where {@link #challengerFallbackPoints} needs four.
     *
     * @param share of the shoppers who get the challenger, above 0 and below 1
     */
    IMetric challengerWorse(double share, Duration period) {
        String both = "(FILL(lost,0)+FILL(missed,0))";
        String expected = plain(share) + "*" + both;
        String more = "(FILL(lost,0)-" + expected + ")";
        return expression(
                "IF(" + both + ">=" + FEW_ANSWERS + " AND FILL(lost,0)*" + plain(1 - share) + ">1.5*FILL(missed,0)*"
                        + plain(share) + " AND " + more + ">0 AND " + more + "*" + more + ">9*" + plain(1 - share) + "*"
                        + expected + ",1,0)",
                "the challenger is worse",
                period,
                Map.of(
                        "lost", count(Metric.FALLBACK_CHALLENGER, RECOMMEND, period),
                        "missed", count(Metric.FALLBACK_CHAMPION, RECOMMEND, period)));
    }

    /** Number of executions that ended well, of the pipeline that has the fewest. */
    static IMetric trainingSucceeds(List<StateMachine> machines, Duration period) {
        if (machines.size() == 1) {
            return machines.get(0).metricSucceeded(sum(period));
        }
        Map<String, IMetric> metrics = new TreeMap<>();
        machines.forEach(machine -> metrics.put("well" + metrics.size(), machine.metricSucceeded(sum(period))));
        return expression("MIN([" + filled(metrics) + "])", "executions that ended well", period, metrics);
    }

    /** 1 when events were stored but the function that archives them was not called, else 0. */
    IMetric archiveSilent(Duration period) {
        return expression(
                "IF(FILL(kept,0)>0 AND FILL(called,0)==0,1,0)",
                "events kept and not written",
                period,
                Map.of(
                        "kept", count(Metric.EVENTS_ACCEPTED, EVENTS, period),
                        "called", api.archive().lambda().function().metricInvocations(sum(period))));
    }

    /** Messages in a queue that should be empty. */
    static IMetric waiting(Queue queue, Duration period) {
        return queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                .statistic("Maximum")
                .period(period)
                .label(queue.getNode().getId())
                .build());
    }

    /** Retrains that failed or timed out. */
    static IMetric trainingFailures(StateMachine machine, Duration period) {
        return expression(
                "FILL(failed,0)+FILL(late,0)",
                "failed or too late",
                period,
                Map.of("failed", machine.metricFailed(sum(period)), "late", machine.metricTimedOut(sum(period))));
    }

    static MetricOptions sum(Duration period) {
        return MetricOptions.builder().statistic("Sum").period(period).build();
    }

    private static IMetric expression(
            String expression, String label, Duration period, Map<String, ? extends IMetric> metrics) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(new TreeMap<>(metrics))
                .label(label)
                .period(period)
                .build();
    }
}
