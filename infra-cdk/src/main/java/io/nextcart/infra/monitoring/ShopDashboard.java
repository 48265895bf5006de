package io.nextcart.infra.monitoring;

import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.cost.CostModel;
import io.nextcart.infra.state.StateStack;
import io.nextcart.infra.training.TrainingStack;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/** One page: is it up, is it fast, is it any good, does it learn. */
final class ShopDashboard extends Construct {
    private static final Duration MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);
    private static final int THIRD = 8;
    private static final int HEIGHT = 6;

    private final Dashboard dashboard;

    ShopDashboard(Construct scope, String id, StateStack state, ApiStack api, @Nullable TrainingStack training) {
        super(scope, id);
        Signals signals = new Signals(api);
        dashboard = Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(Stack.of(this).getStackName())
                .build();
        row(
                graph("Traffic", recommend(MetricName.REQUESTS, "Sum"), events(MetricName.REQUESTS, "Sum")),
                graph(
                        "Recommending, ms",
                        recommend(MetricName.LATENCY, "p50"),
                        recommend(MetricName.LATENCY, "p90"),
                        recommend(MetricName.LATENCY, "p99"),
                        signals.gatewayLatency("p99", MINUTES)),
                graph(
                        "Errors",
                        signals.serverErrors(MINUTES),
                        signals.clientErrors(MINUTES),
                        recommend(MetricName.ERRORS, "Sum"),
                        events(MetricName.ERRORS, "Sum")));
        row(
                graph("Answers that know nothing of the shopper, %", signals.fallbackPercent(HOUR)),
                graph(
                        "Not as good as it might be",
                        recommend(MetricName.HISTORY_MISSING, "Sum"),
                        recommend(MetricName.MODEL_MISSING, "Sum"),
                        recommend(MetricName.MODEL_REFUSED, "Sum"),
                        recommend(MetricName.MODELS_UNREACHABLE, "Sum"),
                        recommend(MetricName.CATALOGUE_STALE, "Sum")),
                graph("Age of the model, hours", signals.modelAgeHours(HOUR)));
        row(
                graph("Cold starts", recommend(MetricName.COLD_START, "Sum"), events(MetricName.COLD_START, "Sum")),
                graph(
                        "Heap, MB",
                        recommend(MetricName.MEMORY_USED, "Maximum"),
                        events(MetricName.MEMORY_USED, "Maximum")),
                graph(
                        "Events",
                        events(MetricName.EVENTS_ACCEPTED, "Sum"),
                        events(MetricName.EVENTS_DUPLICATE, "Sum"),
                        events(MetricName.EVENTS_REJECTED, "Sum"),
                        events(MetricName.BAD_REQUESTS, "Sum")));
        row(
                graph(
                        "What recommendations lead to",
                        events(MetricName.RECOMMENDED_VIEWS, "Sum"),
                        events(MetricName.RECOMMENDED_CARTS, "Sum"),
                        events(MetricName.RECOMMENDED_PURCHASES, "Sum")),
                graph(
                        "Archive",
                        signals.archiveAge(MINUTES),
                        Signals.waiting(api.archive().failed(), MINUTES)),
                graph(
                        "DynamoDB, units an hour",
                        units("ConsumedReadCapacityUnits", state.events()),
                        units("ConsumedWriteCapacityUnits", state.events()),
                        units("ConsumedReadCapacityUnits", state.catalogue())));
        row(graph("Serving, estimated dollars a day", signals.dollars(CostModel.standard(), DAY)));
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
                            retrain(MetricName.TRAINING_HIT_RATE),
                            retrain(MetricName.TRAINING_CHAMPION_HIT_RATE),
                            retrain(MetricName.TRAINING_MRR)),
                    graph(
                            "Training, seconds",
                            retrain(MetricName.TRAINING_SECONDS),
                            retrain(MetricName.TRAINING_CPU_SECONDS)),
                    graph("Training, largest memory, MB", retrain(MetricName.TRAINING_PEAK_MEMORY)));
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

    private Metric recommend(MetricName name, String statistic) {
        return labelled(name, MetricName.RECOMMEND, statistic);
    }

    private Metric events(MetricName name, String statistic) {
        return labelled(name, MetricName.EVENTS, statistic);
    }

    private Metric retrain(MetricName name) {
        return name.of(this, MetricName.TRAINING, "Maximum", DAY);
    }

    private Metric labelled(MetricName name, String function, String statistic) {
        String of = statistic.equals("Sum") || statistic.equals("Maximum") ? name.wireName() : statistic;
        return name.of(this, function, statistic, MINUTES)
                .with(MetricOptions.builder().label(function + " " + of).build());
    }

    private static Metric units(String name, Table table) {
        return Metric.Builder.create()
                .namespace("AWS/DynamoDB")
                .metricName(name)
                .dimensionsMap(Map.of("TableName", table.getTableName()))
                .statistic("Sum")
                .period(HOUR)
                .label(table.getNode().getId() + (name.contains("Read") ? " read" : " written"))
                .build();
    }
}
