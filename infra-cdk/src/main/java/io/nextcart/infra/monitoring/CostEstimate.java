package io.nextcart.infra.monitoring;

import static java.util.Objects.requireNonNull;

import io.nextcart.infra.cost.CostModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.constructs.Construct;

/** Dollars that requests and events of a time cost by list prices: what is paid by use, not storage or training. */
final class CostEstimate {
    private final CostModel model;

    CostEstimate(CostModel model) {
        this.model = requireNonNull(model, "model is null");
    }

    /**
     * Dollars per period.
     *
     * @param scope anything of the stage's stacks
     */
    IMetric per(Construct scope, Duration period) {
        return MathExpression.Builder.create()
                .expression("FILL(asked,0)*" + plain(model.perRecommendation())
                        + "+FILL(brought,0)*" + plain(model.perEventsRequest())
                        + "+FILL(kept,0)*" + plain(model.perEvent()))
                .usingMetrics(Map.of(
                        "asked", MetricName.REQUESTS.of(scope, MetricName.RECOMMEND, "Sum", period),
                        "brought", MetricName.REQUESTS.of(scope, MetricName.EVENTS, "Sum", period),
                        "kept", MetricName.EVENTS_ACCEPTED.of(scope, MetricName.EVENTS, "Sum", period)))
                .label("dollars")
                .period(period)
                .build();
    }

    /** CloudWatch takes no exponents. */
    private static String plain(double dollars) {
        return new BigDecimal(dollars, new MathContext(4)).toPlainString();
    }
}
