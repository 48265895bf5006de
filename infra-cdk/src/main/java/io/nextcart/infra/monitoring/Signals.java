package io.nextcart.infra.monitoring;

import static java.util.Objects.requireNonNull;

import io.nextcart.infra.api.ApiStack;
import java.util.LinkedHashMap;
import java.util.Map;
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
     * fewer than {@value #FEW_ANSWERS} answers, of which no share can be told.
     */
    IMetric fallbackPercent(Duration period) {
        Map<String, IMetric> levels = new LinkedHashMap<>();
        levels.put("personal", level(MetricName.LEVEL_PERSONAL, period));
        levels.put("session", level(MetricName.LEVEL_SESSION, period));
        levels.put("similar", level(MetricName.LEVEL_SIMILAR, period));
        levels.put("category", level(MetricName.LEVEL_CATEGORY, period));
        levels.put("popular", level(MetricName.LEVEL_POPULAR, period));
        levels.put("empty", level(MetricName.LEVEL_EMPTY, period));
        String fallback = "(FILL(category,0)+FILL(popular,0)+FILL(empty,0))";
        String all = "(FILL(personal,0)+FILL(session,0)+FILL(similar,0)+" + fallback + ")";
        return MathExpression.Builder.create()
                .expression("IF(" + all + ">=" + FEW_ANSWERS + ",100*" + fallback + "/" + all + ",0)")
                .usingMetrics(levels)
                .label("fallback %")
                .period(period)
                .build();
    }

    private Metric level(MetricName level, Duration period) {
        return level.of(api, MetricName.RECOMMEND, "Sum", period);
    }

    /** Hours since the model that answers was published. */
    IMetric modelAgeHours(Duration period) {
        return MathExpression.Builder.create()
                .expression("seconds/" + SECONDS_PER_HOUR)
                .usingMetrics(Map.of("seconds", MetricName.MODEL_AGE.of(api, MetricName.RECOMMEND, "Maximum", period)))
                .label("hours")
                .period(period)
                .build();
    }

    /** How far the log of record is behind, in milliseconds. */
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

    /** 1 when events were kept and nobody was called to write them to the log of record, else 0. */
    IMetric archiveSilent(Duration period) {
        MetricOptions sum =
                MetricOptions.builder().statistic("Sum").period(period).build();
        return MathExpression.Builder.create()
                .expression("IF(FILL(kept,0)>0 AND FILL(called,0)==0,1,0)")
                .usingMetrics(Map.of(
                        "kept",
                        MetricName.EVENTS_ACCEPTED.of(api, MetricName.EVENTS, "Sum", period),
                        "called",
                        api.archive().lambda().function().metricInvocations(sum)))
                .label("events kept and not written")
                .period(period)
                .build();
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
        MetricOptions sum =
                MetricOptions.builder().statistic("Sum").period(period).build();
        return MathExpression.Builder.create()
                .expression("FILL(failed,0)+FILL(late,0)")
                .usingMetrics(Map.of("failed", machine.metricFailed(sum), "late", machine.metricTimedOut(sum)))
                .label("failed or too late")
                .period(period)
                .build();
    }

    /** Executions of the pipeline that ended well, also those that only looked at a trial, or found that the gate refused. */
    static Metric trainingSuccesses(StateMachine machine, Duration period) {
        return machine.metricSucceeded(
                MetricOptions.builder().statistic("Sum").period(period).build());
    }
}
