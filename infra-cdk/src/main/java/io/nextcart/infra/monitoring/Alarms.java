package io.nextcart.infra.monitoring;

import static java.util.Objects.requireNonNull;

import io.nextcart.infra.Settings;
import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.training.TrainingStack;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** Who is woken, and why. Each says in its description what to do first; docs/runbook.md says the rest. */
final class Alarms extends Construct {
    private static final Duration MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);
    private static final int SERVER_ERRORS = 5;
    private static final long ARCHIVE_BEHIND_MS =
            Duration.minutes(15).toMilliseconds().longValue();

    /** Those that end a trial when they ring: they tell of answers, so that a challenger may be at fault. */
    private static final Set<String> GUARDS = Set.of("ServerErrors", "SlowAnswers", "FallbackShare", "ModelRefused");

    private final SnsAction tell;
    private final String guardAlarms;

    Alarms(Construct scope, String id, Settings all, ApiStack api, @Nullable TrainingStack training, ITopic topic) {
        super(scope, id);
        Settings.Monitoring settings = all.monitoring();
        guardAlarms = all.guardAlarms();
        tell = new SnsAction(requireNonNull(topic, "topic is null"));
        Signals signals = new Signals(api);
        above(
                "ServerErrors",
                signals.serverErrors(MINUTES),
                SERVER_ERRORS - 1,
                2,
                "The API answers 5xx. See the access log for which call, the function's log for why.");
        above(
                "SlowAnswers",
                MetricName.LATENCY.of(this, MetricName.RECOMMEND, "p99", MINUTES),
                settings.p99Ms(),
                3,
                "One in a hundred recommendations takes too long. Cold starts? The store?");
        above(
                "FallbackShare",
                signals.fallbackPercent(HOUR),
                settings.fallbackPercent(),
                2,
                "Too many answers know nothing of the shopper. Do events arrive under the same ids that are asked for?");
        above(
                "ModelOld",
                signals.modelAgeHours(HOUR),
                settings.modelAgeHours() + trialHours(all.training(), training),
                1,
                "No new model for long. See the last executions of the pipeline: failed, refused by the gate, lost on trial, or"
                        + " not started?");
        above(
                "HistoryMissing",
                MetricName.HISTORY_MISSING.of(this, MetricName.RECOMMEND, "Sum", MINUTES),
                0,
                3,
                "The table of events does not answer in time; answers do without the shopper's past.");
        above(
                "ModelRefused",
                MetricName.MODEL_REFUSED.of(this, MetricName.RECOMMEND, "Sum", MINUTES),
                0,
                1,
                "The published model is damaged or made for other code; the one before serves on.");
        above(
                "ModelsUnreachable",
                MetricName.MODELS_UNREACHABLE.of(this, MetricName.RECOMMEND, "Sum", MINUTES),
                0,
                3,
                "S3 does not give the models; what is loaded serves on, new processes answer with nothing.");
        above(
                "CatalogueStale",
                MetricName.CATALOGUE_STALE.of(this, MetricName.RECOMMEND, "Sum", MINUTES),
                0,
                3,
                "The catalogue cannot be read; items that the shop hid last may be shown.");
        above(
                "ArchiveBehind",
                signals.archiveAge(MINUTES),
                ARCHIVE_BEHIND_MS,
                3,
                "Events reach the log of record late. The stream forgets them after 24 hours.");
        above(
                "ArchiveFailed",
                Signals.waiting(api.archive().failed(), MINUTES),
                0,
                1,
                "A batch of events was given up. The message names it; it can be read from the stream for 24 hours.");
        above(
                "ArchiveSilent",
                signals.archiveSilent(HOUR),
                0,
                2,
                "Events come, and the function that writes them to the log of record is not called. May it read the streams?");
        if (training != null) {
            above(
                    "TrainingFailed",
                    Signals.trainingFailures(training.machine(), HOUR),
                    0,
                    1,
                    "A retrain failed; what served before serves on. The execution's history says at which step.");
            above(
                    "TrainingNotStarted",
                    Signals.waiting(training.notStarted(), MINUTES),
                    0,
                    1,
                    "The schedule could not start the retrain. The message in the queue says why.");
            if (settings.silentDays() > 0) {
                add(
                        "TrainingSilent",
                        "For days no execution of the pipeline has ended well. Is the schedule still there, and switched on?",
                        Signals.trainingSuccesses(training.machine(), DAY),
                        Alarm.Builder.create(this, "TrainingSilent")
                                .threshold(1)
                                .comparisonOperator(ComparisonOperator.LESS_THAN_THRESHOLD)
                                .evaluationPeriods(settings.silentDays())
                                // What is not started tells nothing.
                                .treatMissingData(TreatMissingData.BREACHING));
            }
        }
    }

    /** What serves grows older by a trial before another can take its place. */
    private static int trialHours(Settings.Training settings, @Nullable TrainingStack training) {
        return training != null && settings.trial().challengerShare() > 0
                ? settings.trial().hours()
                : 0;
    }

    private void above(String id, IMetric metric, Number threshold, int periods, String description) {
        add(
                id,
                description,
                metric,
                Alarm.Builder.create(this, id)
                        .threshold(threshold)
                        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                        .evaluationPeriods(periods)
                        .treatMissingData(TreatMissingData.NOT_BREACHING));
    }

    private void add(String id, String description, IMetric metric, Alarm.Builder when) {
        Alarm alarm = when.metric(metric)
                // A trial asks for its guards by the beginning of their names; the others are named by CloudFormation.
                .alarmName(GUARDS.contains(id) ? guardAlarms + id : null)
                .alarmDescription(description)
                .build();
        alarm.addAlarmAction(tell);
        alarm.addOkAction(tell);
    }
}
