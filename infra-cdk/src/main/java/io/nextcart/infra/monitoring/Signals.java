package io.nextcart.infra.monitoring;

import static java.util.Objects.requireNonNull;

import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.cost.CostModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.StateMachine;

/** What dashboard and alarms both look at. */
final class Signals {
    private static final int FEW_ANSWERS = 50;
    private static final int SECONDS_PER_HOUR = 3600;

    private final ApiStack api;

    Signals(ApiStack api) {
        this.api = requireNonNull(api, "api is null");
    }

    /** Answers of 500 and above, the gateway's own among them. */
    Metric serverErrors(Duration period) {
        return gateway("5XXError", "Sum", period);
    }

    /** Answers of 400 to 499, the gateway's own among them. */
    Metric clientErrors(Duration period) {
        return gateway("4XXError", "Sum", period);
    }

    /** Milliseconds from request to answer, as the gateway sees them. */
    Metric gatewayLatency(String statistic, Duration period) {
        return gateway("Latency", statistic, period);
    }

    private Metric gateway(String name, String statistic, Duration period) {
        return Metric.Builder.create()
                .namespace("AWS/ApiGateway")
                .metricName(name)
                .dimensionsMap(Map.of("ApiName", api.getStackName(), "Stage", api.stageName()))
                .statistic(statistic)
                .period(period)
                .label(name + (statistic.equals("Sum") ? "" : " " + statistic))
                .build();
    }

    /**
     * Percent of answers that knew nothing of the shopper: popular in a category, in the shop, or nothing. 0 while there are
     * fewer than {@value #FEW_ANSWERS} answers, which say nothing about the share.
     */
    IMetric fallbackPercent(Duration period) {
        Map<String, IMetric> levels = new HashMap<>();
        for (MetricName level : MetricName.LEVELS) {
            levels.put(level.wireName().replace("level_", ""), level.of(api, MetricName.RECOMMEND, "Sum", period));
        }
        String fallback = "(FILL(category,0)+FILL(popular,0)+FILL(empty,0))";
        String all = "(FILL(personal,0)+FILL(session,0)+FILL(similar,0)+" + fallback + ")";
        String percent = "IF(" + all + ">=" + FEW_ANSWERS + ",100*" + fallback + "/" + all + ",0)";
        return expression(percent, "fallback %", period, levels);
    }

    /** Hours since the model that answers was published. */
    IMetric modelAgeHours(Duration period) {
        IMetric seconds = MetricName.MODEL_AGE.of(api, MetricName.RECOMMEND, "Maximum", period);
        return expression("seconds/" + SECONDS_PER_HOUR, "hours", period, Map.of("seconds", seconds));
    }

    /** Dollars per period that requests and events cost by list prices: what is paid by use, not storage or training. */
    IMetric dollars(CostModel model, Duration period) {
        return expression(
                "FILL(asked,0)*" + plain(model.perRecommendation())
                        + "+FILL(brought,0)*" + plain(model.perEventsRequest())
                        + "+FILL(kept,0)*" + plain(model.perEvent()),
                "dollars",
                period,
                Map.of(
                        "asked", MetricName.REQUESTS.of(api, MetricName.RECOMMEND, "Sum", period),
                        "brought", MetricName.REQUESTS.of(api, MetricName.EVENTS, "Sum", period),
                        "kept", MetricName.EVENTS_ACCEPTED.of(api, MetricName.EVENTS, "Sum", period)));
    }

    /** CloudWatch takes no exponents. */
    private static String plain(double dollars) {
        return new BigDecimal(dollars, new MathContext(4)).toPlainString();
    }

    /** How far the archive is behind, in milliseconds. */
    Metric archiveAge(Duration period) {
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

    /** 1 when events were kept and the function that writes them to the archive was not called, else 0. */
    IMetric archiveSilent(Duration period) {
        return expression(
                "IF(FILL(kept,0)>0 AND FILL(called,0)==0,1,0)",
                "events kept and not written",
                period,
                Map.of(
                        "kept", MetricName.EVENTS_ACCEPTED.of(api, MetricName.EVENTS, "Sum", period),
                        "called", api.archive().lambda().function().metricInvocations(sum(period))));
    }

    /** Messages in a queue that should be empty. */
    static Metric waiting(Queue queue, Duration period) {
        return queue.metricApproximateNumberOfMessagesVisible(MetricOptions.builder()
                .statistic("Maximum")
                .period(period)
                .label(queue.getNode().getId())
                .build());
    }

    /** Retrains that failed or took too long. */
    static IMetric trainingFailures(StateMachine machine, Duration period) {
        return expression(
                "FILL(failed,0)+FILL(late,0)",
                "failed or too late",
                period,
                Map.of("failed", machine.metricFailed(sum(period)), "late", machine.metricTimedOut(sum(period))));
    }

    /** Executions of the pipeline that ended well, also those that only looked at a trial, or found that the gate refused. */
    static Metric trainingSuccesses(StateMachine machine, Duration period) {
        return machine.metricSucceeded(sum(period));
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
