package io.nextcart.infra.monitoring;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.Metric;
import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.api.GatewayMetrics;
import io.nextcart.infra.cost.UseCost;
import io.nextcart.infra.state.StateStack;
import io.nextcart.infra.training.TrainingStack;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.ITable;

/** A shop's part of the dashboard: is it up, is it fast, is it any good, does it learn. */
final class ShopDashboard {
    private static final Duration MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);
    private static final int THIRD = 8;
    private static final int HEIGHT = 6;

    private final Signals signals;
    private final Dashboard dashboard;

    private ShopDashboard(Dashboard dashboard, Shop shop) {
        this.dashboard = requireNonNull(dashboard, "dashboard is null");
        signals = new Signals(shop);
    }

    /** Adds the shop to the dashboard. */
    static void add(Dashboard dashboard, Shop shop) {
        new ShopDashboard(dashboard, shop).add(shop.state(), shop.api(), shop.training());
    }

    private void add(StateStack state, ApiStack api, @Nullable TrainingStack training) {
        row(
                graph("Traffic", recommend(Metric.REQUESTS, "Sum"), events(Metric.REQUESTS, "Sum")),
                graph(
                        "Recommending, ms",
                        recommend(Metric.LATENCY, "p50"),
                        recommend(Metric.LATENCY, "p90"),
                        recommend(Metric.LATENCY, "p99"),
                        api.gateway().ofServers(GatewayMetrics.LATENCY, "p99", MINUTES)),
                graph(
                        "Errors",
                        api.gateway().sum(GatewayMetrics.SERVER_ERRORS, MINUTES),
                        api.gateway().sum(GatewayMetrics.CLIENT_ERRORS, MINUTES),
                        recommend(Metric.ERRORS, "Sum"),
                        events(Metric.ERRORS, "Sum")));
        row(
                graph("Answers that know nothing of the shopper, %", signals.fallbackPercent(HOUR)),
                graph(
                        "Not as good as it might be",
                        recommend(Metric.HISTORY_MISSING, "Sum"),
                        recommend(Metric.MODEL_MISSING, "Sum"),
                        recommend(Metric.MODEL_REFUSED, "Sum"),
                        recommend(Metric.MODELS_UNREACHABLE, "Sum"),
                        recommend(Metric.CATALOGUE_STALE, "Sum")),
                graph("Age of the model, hours", signals.modelAgeHours(HOUR)));
        row(
                graph("Cold starts", recommend(Metric.COLD_START, "Sum"), events(Metric.COLD_START, "Sum")),
                graph("Heap, MB", recommend(Metric.MEMORY_USED, "Maximum"), events(Metric.MEMORY_USED, "Maximum")),
                graph(
                        "Events",
                        events(Metric.EVENTS_ACCEPTED, "Sum"),
                        events(Metric.EVENTS_DUPLICATE, "Sum"),
                        events(Metric.EVENTS_REJECTED, "Sum"),
                        events(Metric.BAD_REQUESTS, "Sum")));
        row(
                graph(
                        "What recommendations lead to",
                        events(Metric.RECOMMENDED_VIEWS, "Sum"),
                        events(Metric.RECOMMENDED_CARTS, "Sum"),
                        events(Metric.RECOMMENDED_PURCHASES, "Sum")),
                graph(
                        "Archive",
                        signals.archiveAge(MINUTES),
                        Signals.waiting(api.archive().failed(), MINUTES)),
                graph(
                        "DynamoDB, units an hour",
                        units("ConsumedReadCapacityUnits", state.events()),
                        units("ConsumedWriteCapacityUnits", state.events()),
                        units("ConsumedReadCapacityUnits", state.catalogue())));
        row(
                graph(
                        "Serving, estimated dollars a day",
                        signals.dollars(UseCost.of(api.gateway().kind()), DAY)),
                graph(
                        "More shoppers with a cart than in the control group, % with an interval",
                        lift(Metric.LIFT), lift(Metric.LIFT_LOWEST), lift(Metric.LIFT_HIGHEST)));
        if (training != null) {
            row(
                    graph(
                            "From start to end of a retrain and its trial, ms",
                            training.machine()
                                    .metricTime(MetricOptions.builder()
                                            .period(DAY)
                                            .statistic("Maximum")
                                            .build())),
                    graph(
                            "Retrains",
                            training.machine().metricSucceeded(Signals.sum(DAY)),
                            Signals.trainingFailures(training.machine(), DAY)),
                    graph(
                            "Looks at a trial, and what starts and ends one",
                            training.rollout().function().metricInvocations(Signals.sum(HOUR)),
                            training.rollout().function().metricErrors(Signals.sum(HOUR))));
            row(
                    graph(
                            "Of 100 questions, answered among the first 20",
                            retrain("training_hit_rate"),
                            retrain("training_champion_hit_rate"),
                            retrain("training_mrr")),
                    graph("Training, seconds", retrain("training_seconds"), retrain("training_cpu_seconds")),
                    graph("Training, largest memory, MB", retrain("training_peak_memory")));
            row(graph("Retrains that did not start", Signals.waiting(training.notStarted(), HOUR)));
        }
    }

    private void row(IWidget... widgets) {
        dashboard.addWidgets(widgets);
    }

    private static GraphWidget graph(String title, IMetric... metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(List.of(metrics))
                .width(THIRD)
                .height(HEIGHT)
                .build();
    }

    private IMetric recommend(Metric metric, String statistic) {
        return labelled(metric, Signals.RECOMMEND, statistic);
    }

    private IMetric events(Metric metric, String statistic) {
        return labelled(metric, Signals.EVENTS, statistic);
    }

    private IMetric labelled(Metric metric, String function, String statistic) {
        String of = statistic.equals("Sum") || statistic.equals("Maximum") ? metric.wireName() : statistic;
        return signals.reported(metric.wireName(), function, statistic, MINUTES, function + " " + of);
    }

    private IMetric lift(Metric metric) {
        return signals.reported(metric.wireName(), "rollout", "Maximum", DAY);
    }

    private IMetric retrain(String metric) {
        return signals.reported(metric, "training", "Maximum", DAY);
    }

    private static IMetric units(String name, ITable table) {
        return Signals.metric(
                "AWS/DynamoDB",
                name,
                Map.of("TableName", table.getTableName()),
                "Sum",
                HOUR,
                table.getNode().getId() + (name.contains("Read") ? " read" : " written"));
    }
}
