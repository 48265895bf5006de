package io.nextcart.infra.monitoring;

import static java.util.Objects.requireNonNull;
import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD;
import static software.amazon.awscdk.services.cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD;

import io.nextcart.functions.api.Metric;
import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.api.GatewayMetrics;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.settings.TrialSettings;
import io.nextcart.infra.training.TrainingStack;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/** The alarms. Each description names the first thing to do; docs/runbook.md has the rest. */
final class Alarms extends Construct {
    private static final Duration MINUTES = Duration.minutes(5);
    private static final Duration HOUR = Duration.hours(1);
    private static final Duration DAY = Duration.days(1);
    private static final long ARCHIVE_BEHIND_MS =
            Duration.minutes(15).toMilliseconds().longValue();

    /**
     * Alarms that end a trial when they begin to ring during it: they compare the challenger with the champion, or
     * judge it alone.
     */
    private static final Set<String> GUARDS =
            Set.of("ModelRefused", "ChallengerFails", "ChallengerWorse", "ChallengerFallback", "ChallengerSlow");

    /** In five minutes; a single one may be chance. */
    private static final int FEW_TROUBLED = 4;

    /** In five minutes; pages come in bursts. */
    private static final int MANY_THROTTLED = 20;

    private static final double QUOTA_SHARE = 0.8;
    private static final int DAYS_PER_MONTH = 30;
    private static final int CHALLENGER_ERRORS = 5;
    private static final int FALLBACK_POINTS = 10;

    private final SnsAction tell;
    private final String guardAlarms;

    /**
     * @param guardAlarms as {@link Settings#guardAlarms}
     */
    Alarms(Construct scope, String id, String guardAlarms, ITopic topic) {
        super(scope, id);
        this.guardAlarms = requireNonNull(guardAlarms, "guardAlarms is null");
        tell = new SnsAction(requireNonNull(topic, "topic is null"));
    }

    /**
     * Four alarms for all shops, with as few metrics as possible, since each costs; in addition each API has
     * GatewayFails, and the pipeline itself reports a failed retrain. For a REST API, the quota is watched too.
     *
     * @param shops whose functions report to one namespace
     */
    void basic(List<Shop> shops) {
        alarm(
                        "Troubled",
                        "Answers are not as good as they might be, or refused with 429: the model, the store or the catalogue fails, or"
                                + " somebody asks more than the rate. The logs of the function and of the API say which.")
                .above(new Signals(shops.get(0)).troubled(FEW_TROUBLED, MANY_THROTTLED, MINUTES), 0, 3);
        double share = shops.stream()
                .filter(shop -> shop.training() != null)
                .mapToDouble(shop -> shop.settings().training().trial().challengerShare())
                .max()
                .orElse(0);
        if (share > 0) {
            alarm(
                            "ChallengerWorse",
                            "The challenger fails or knows nothing of the shopper more often than the champion in the same hours. The trial"
                                    + " ends.")
                    .above(new Signals(shops.get(0)).challengerWorse(share, HOUR), 0, 2);
        }
        alarm("ArchiveBehind", "Events reach the archive late. The stream drops them after 24 hours.")
                .above(Signals.archiveBehind(shops, MINUTES), ARCHIVE_BEHIND_MS, 3);
        silent(shops);
        shops.forEach(this::quota);
    }

    /**
     * By day, since CloudWatch looks back a week at most: days that each exceed their share use up the month's quota.
     */
    private void quota(Shop shop) {
        if (shop.api().gateway().kind() != Settings.Kind.REST) {
            return;
        }
        String name = shop.settings().shop();
        int perMonth = shop.settings().api().limits().perMonth();
        alarm(
                        name.isEmpty() ? "QuotaShare" : "QuotaShare-" + name,
                        "For three days the API was asked more than 80 % of what the month's quota allows a day.")
                .above(
                        shop.api().gateway().ofServers(GatewayMetrics.COUNT, "Sum", DAY),
                        QUOTA_SHARE * perMonth / DAYS_PER_MONTH,
                        3);
    }

    /** Executions that only looked at a trial, or ended with a refused model, ended well too. */
    private void silent(List<Shop> shops) {
        int days = shops.get(0).settings().monitoring().silentDays();
        List<StateMachine> machines = shops.stream()
                .flatMap(shop -> Stream.ofNullable(shop.training()))
                .map(TrainingStack::machine)
                .toList();
        if (days == 0 || machines.isEmpty()) {
            return;
        }
        alarm(
                        "TrainingSilent",
                        "For days no execution of the pipeline has ended well. Is the schedule still there, and switched on?")
                .below(Signals.trainingSucceeds(machines, DAY), 1, days);
    }

    /** Every alarm, of one shop. */
    void full(Shop shop) {
        Signals signals = new Signals(shop);
        Settings.Monitoring settings = shop.settings().monitoring();
        ApiStack api = shop.api();
        TrainingStack training = shop.training();
        alarm("Throttled", "The API answers 429: somebody asks more than the rate. Its access log says which call.")
                .above(GatewayMetrics.throttled(shop.settings(), MINUTES), MANY_THROTTLED, 2);
        quota(shop);
        alarm("SlowAnswers", "One in a hundred recommendations takes too long. Cold starts? The store?")
                .above(signals.slowest(MINUTES), settings.p99Ms(), 3);
        alarm(
                        "FallbackShare",
                        "Too many answers know nothing of the shopper. Do events arrive under the same ids that are asked for?")
                .above(signals.fallbackPercent(HOUR), settings.fallbackPercent(), 2);
        alarm("ChallengerFails", "The challenger of a trial throws; the champion answers its shoppers. The trial ends.")
                .above(signals.count(Metric.CHALLENGER_FAILED, Signals.RECOMMEND, HOUR), CHALLENGER_ERRORS - 1, 1);
        alarm(
                        "ChallengerFallback",
                        "The challenger knows nothing of the shopper more often than the champion in the same hours. The trial ends.")
                .above(signals.challengerFallbackPoints(HOUR), FALLBACK_POINTS, 2);
        alarm(
                        "ChallengerSlow",
                        "The challenger is too slow, and slower than the champion in the same hours. The trial ends.")
                .above(signals.challengerSlowest(HOUR), settings.p99Ms(), 2);
        alarm(
                        "ModelOld",
                        "No new model for long. See the last executions of the pipeline: failed, refused by the gate, lost on trial, or not started?")
                .above(signals.modelAgeHours(HOUR), settings.modelAgeHours() + trialHours(shop), 1);
        alarm("HistoryMissing", "The table of events does not answer in time; answers do without the shopper's past.")
                .above(signals.count(Metric.HISTORY_MISSING, Signals.RECOMMEND, MINUTES), 0, 3);
        alarm("ModelRefused", "The published model is damaged or made for other code; the previous one keeps serving.")
                .above(signals.count(Metric.MODEL_REFUSED, Signals.RECOMMEND, MINUTES), 0, 1);
        alarm(
                        "ModelsUnreachable",
                        "S3 does not give the models; loaded models keep serving, new processes answer with nothing.")
                .above(signals.count(Metric.MODELS_UNREACHABLE, Signals.RECOMMEND, MINUTES), 0, 3);
        alarm("CatalogueStale", "The catalogue cannot be read; items that the shop hid last may be shown.")
                .above(signals.count(Metric.CATALOGUE_STALE, Signals.RECOMMEND, MINUTES), 0, 3);
        alarm("ArchiveBehind", "Events reach the archive late. The stream drops them after 24 hours.")
                .above(signals.archiveAge(MINUTES), ARCHIVE_BEHIND_MS, 3);
        alarm(
                        "ArchiveFailed",
                        "A batch of events was given up. The message names it; it can be read from the stream for 24 hours.")
                .above(Signals.waiting(api.archive().failed(), MINUTES), 0, 1);
        alarm(
                        "ArchiveSilent",
                        "Events come, and the function that writes them to the archive is not called. May it read the streams?")
                .above(signals.archiveSilent(HOUR), 0, 2);
        if (training != null) {
            alarm(
                            "TrainingFailed",
                            "A retrain failed; serving is unchanged. The execution's history says at which step.")
                    .above(Signals.trainingFailures(training.machine(), HOUR), 0, 1);
            alarm("TrainingNotStarted", "The schedule could not start the retrain. The message in the queue says why.")
                    .above(Signals.waiting(training.notStarted(), MINUTES), 0, 1);
            silent(List.of(shop));
        }
    }

    /** The length of a trial, during which no new champion can replace the present one. */
    private static int trialHours(Shop shop) {
        TrialSettings trial = shop.settings().training().trial();
        return shop.training() != null && trial.challengerShare() > 0 ? trial.hours() : 0;
    }

    private Watch alarm(String id, String description) {
        return new Watch(this, id, description);
    }

    /** An alarm to create. */
    private record Watch(Alarms scope, String id, String description) {
        void above(IMetric metric, Number threshold, int periods) {
            add(metric, threshold, periods, GREATER_THAN_THRESHOLD, TreatMissingData.NOT_BREACHING);
        }

        /** Rings on missing data too: a function that does not start reports nothing. */
        void below(IMetric metric, Number threshold, int periods) {
            add(metric, threshold, periods, LESS_THAN_THRESHOLD, TreatMissingData.BREACHING);
        }

        private void add(
                IMetric metric, Number threshold, int periods, ComparisonOperator when, TreatMissingData missing) {
            Alarm alarm = Alarm.Builder.create(scope, id)
                    .threshold(threshold)
                    .comparisonOperator(when)
                    .evaluationPeriods(periods)
                    .treatMissingData(missing)
                    .metric(metric)
                    // A trial finds its guards by the prefix of their names; CloudFormation names the others.
                    .alarmName(GUARDS.contains(id) ? scope.guardAlarms + id : null)
                    .alarmDescription(description)
                    .build();
            alarm.addAlarmAction(scope.tell);
            alarm.addOkAction(scope.tell);
        }
    }
}
