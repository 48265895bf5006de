package io.nextcart.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextcart.infra.Synth;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MonitoringStackTest {
    private static final String ALARM = "AWS::CloudWatch::Alarm";

    @Test
    void everyAlarmTellsTheTopicOfBothTurnsAndSaysWhatToDo() {
        Map<String, JsonNode> alarms = Synth.PROD.result().resources("monitoring", ALARM);
        assertThat(alarms.keySet().stream()
                        .map(id -> id.replaceFirst("^Alarm", "").replaceFirst("[0-9A-F]{8}$", ""))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "Throttled",
                        "SlowAnswers",
                        "FallbackShare",
                        "ChallengerFails",
                        "ChallengerFallback",
                        "ChallengerSlow",
                        "ModelOld",
                        "HistoryMissing",
                        "ModelRefused",
                        "ModelsUnreachable",
                        "CatalogueStale",
                        "ArchiveBehind",
                        "ArchiveFailed",
                        "ArchiveSilent",
                        "TrainingFailed",
                        "TrainingNotStarted",
                        "TrainingSilent");
        alarms.forEach((id, alarm) -> {
            assertThat(alarm.at("/Properties/AlarmActions/0").toString()).as(id).contains("Notifications");
            assertThat(alarm.at("/Properties/OKActions/0").toString()).as(id).contains("Notifications");
            assertThat(alarm.at("/Properties/AlarmDescription").asText()).as(id).hasSizeGreaterThan(40);
        });
    }

    @Test
    void fourAlarmsOfFewMetricsAreEnoughAndNoneAreWhereNothingIsWatched() {
        Map<String, JsonNode> basic = Synth.BASIC.result().resources("monitoring", ALARM);
        assertThat(basic.keySet().stream()
                        .map(id -> id.replaceFirst("^Alarm", "").replaceFirst("[0-9A-F]{8}$", "")))
                .containsExactlyInAnyOrder("Troubled", "ChallengerWorse", "ArchiveBehind", "TrainingSilent");
        assertThat(basic.values().stream()
                        .mapToInt(alarm -> alarm.findValues("MetricName").size())
                        .sum())
                .isEqualTo(6);
        assertThat(Synth.BASIC.result().resources("monitoring", "AWS::CloudWatch::Dashboard"))
                .isEmpty();
        assertThat(Synth.PAGES.result().resources("monitoring", ALARM)).isEmpty();
    }

    @Test
    void fewMetricsJudgeTheChallengerByItsShareOfTheShoppers() {
        JsonNode worse = Synth.BASIC.result().only("monitoring", ALARM, "AlarmChallengerWorse");
        assertThat(worse.get("AlarmName").asText()).isEqualTo("nextcart-prod-guard-ChallengerWorse");
        assertThat(worse.get("Metrics").findValuesAsText("MetricName"))
                .containsExactlyInAnyOrder("fallback_challenger", "fallback_champion");
        String expression = worse.get("Metrics").findValuesAsText("Expression").get(0);
        assertThat(judged(expression, 10, 90))
                .as("a tenth of the shoppers, a tenth of the answers")
                .isFalse();
        assertThat(judged(expression, 30, 70)).as("three times as many").isTrue();
        assertThat(judged(expression, 14, 86)).as("that may be chance").isFalse();
        assertThat(judged(expression, 1_100, 8_900))
                .as("more than chance, and hardly more")
                .isFalse();
        assertThat(judged(expression, 20, 0)).as("too few").isFalse();
        assertThat(judged(expression, 0, 900)).as("the champion is worse").isFalse();
        assertThat(Synth.BASIC.result().resources("monitoring", ALARM).values())
                .as("what says nothing of the challenger ends no trial")
                .filteredOn(alarm -> alarm.at("/Properties/AlarmName").asText().contains("guard"))
                .hasSize(1);
    }

    /** Evaluates the numbers in the expression as CloudWatch would. */
    private static boolean judged(String expression, double lost, double missed) {
        String both = "(FILL(lost,0)+FILL(missed,0))";
        String more = "(FILL(lost,0)-0.1000*" + both + ")";
        assertThat(expression)
                .isEqualTo("IF(" + both + ">=50 AND FILL(lost,0)*0.9000>1.5*FILL(missed,0)*0.1000 AND " + more
                        + ">0 AND " + more + "*" + more + ">9*0.9000*0.1000*" + both + ",1,0)");
        double all = lost + missed;
        double excess = lost - 0.1 * all;
        return all >= 50 && lost * 0.9 > 1.5 * missed * 0.1 && excess > 0 && excess * excess > 9 * 0.9 * 0.1 * all;
    }

    @Test
    void whoIsRefusedForAskingTooMuchIsCountedFromTheLogOfTheApi() {
        JsonNode filter = Synth.BASIC.result().only("api", "AWS::Logs::MetricFilter", "HttpAccessLog");
        assertThat(filter.get("FilterPattern").asText()).isEqualTo("{ $.status = \"429\" }");
        assertThat(filter.at("/MetricTransformations/0/MetricNamespace").asText())
                .isEqualTo("Nextcart/prod/gateway");
        JsonNode troubled = Synth.BASIC.result().only("monitoring", ALARM, "AlarmTroubled");
        assertThat(troubled.get("Metrics").findValuesAsText("Namespace"))
                .containsExactlyInAnyOrder("Nextcart/prod", "Nextcart/prod/gateway");
        assertThat(Synth.PROD
                        .result()
                        .only("monitoring", ALARM, "AlarmThrottled")
                        .findValuesAsText("MetricName"))
                .containsExactly("throttled");
        assertThat(Synth.PAGES.result().resources("api", "AWS::Logs::MetricFilter"))
                .isEmpty();
    }

    @Test
    void aQuotaThatIsUsedUpTooFastIsNoticedWhereThereIsOne() {
        JsonNode alarm = Synth.REST.result().only("monitoring", ALARM, "AlarmQuotaShare");
        assertThat(alarm.get("Threshold").asDouble()).isEqualTo(0.8 * 10_000_000 / 30);
        assertThat(alarm.findValuesAsText("Period")).containsExactly("86400");
        assertThat(Synth.PROD.result().resources("monitoring", ALARM).keySet())
                .noneMatch(id -> id.startsWith("AlarmQuotaShare"));
    }

    @Test
    void thresholdsAreThoseOfTheSettings() {
        Synth.Result prod = Synth.PROD.result();
        assertThat(prod.only("monitoring", ALARM, "AlarmModelOld")
                        .get("Threshold")
                        .asInt())
                .as("two days, and a trial of a week")
                .isEqualTo(48 + 168);
        assertThat(prod.only("monitoring", ALARM, "AlarmSlowAnswers")
                        .get("Threshold")
                        .asInt())
                .isEqualTo(500);
        assertThat(prod.only("monitoring", ALARM, "AlarmFallbackShare")
                        .get("Threshold")
                        .asInt())
                .isEqualTo(80);
    }

    @Test
    void guardsCompareTheVariantsOverTheSameHoursAndJudgeNoFewCalls() {
        Synth.Result prod = Synth.PROD.result();
        JsonNode fallback = prod.only("monitoring", ALARM, "AlarmChallengerFallback");
        assertThat(fallback.get("Metrics").findValuesAsText("MetricName"))
                .containsExactlyInAnyOrder(
                        "latency_challenger", "latency_champion", "fallback_challenger", "fallback_champion");
        assertThat(fallback.get("Metrics").findValuesAsText("Period"))
                .as("one period for all")
                .containsOnly("3600");
        JsonNode slow = prod.only("monitoring", ALARM, "AlarmChallengerSlow");
        assertThat(slow.get("Metrics").findValuesAsText("MetricName"))
                .containsExactlyInAnyOrder(
                        "latency_challenger", "latency_champion", "latency_challenger", "latency_champion");
        for (String id : new String[] {"SlowAnswers", "ChallengerSlow", "ChallengerFallback"}) {
            assertThat(prod.only("monitoring", ALARM, "Alarm" + id)
                            .get("Metrics")
                            .findValuesAsText("Expression"))
                    .as(id)
                    .anySatisfy(expression -> assertThat(expression).contains(">=100"));
        }
    }

    @Test
    void aScheduleThatStopsIsNoticedByWhatIsMissing() {
        JsonNode alarm = Synth.PROD.result().only("monitoring", ALARM, "AlarmTrainingSilent");
        assertThat(alarm.get("MetricName").asText()).isEqualTo("ExecutionsSucceeded");
        assertThat(alarm.get("Namespace").asText()).isEqualTo("AWS/States");
        assertThat(alarm.get("ComparisonOperator").asText()).isEqualTo("LessThanThreshold");
        assertThat(alarm.get("Threshold").asInt()).isEqualTo(1);
        assertThat(alarm.get("Period").asInt() * alarm.get("EvaluationPeriods").asInt())
                .as("three days; CloudWatch takes a week at most")
                .isEqualTo(3 * 86_400);
        assertThat(alarm.get("TreatMissingData").asText()).isEqualTo("breaching");
        assertThat(Synth.OTHER.result().resources("monitoring", ALARM).keySet())
                .as("switched off")
                .noneMatch(id -> id.startsWith("AlarmTrainingSilent"));
    }

    @Test
    void whatComesAndIsNotWrittenIsNoticed() {
        JsonNode alarm = Synth.PROD.result().only("monitoring", ALARM, "AlarmArchiveSilent");
        assertThat(alarm.get("EvaluationPeriods").asInt())
                .as("an event at the end of an hour is written in the next")
                .isEqualTo(2);
        assertThat(alarm.get("Metrics").findValuesAsText("MetricName"))
                .containsExactlyInAnyOrder("events_accepted", "Invocations");
    }

    @Test
    void theBudgetWritesBeforeItIsSpent() {
        JsonNode budget = Synth.PROD.result().only("monitoring", "AWS::Budgets::Budget", "Budget");
        assertThat(budget.at("/Budget/BudgetLimit/Amount").asInt()).isEqualTo(50);
        assertThat(budget.at("/Budget/CostFilters/TagKeyValue/0").asText()).isEqualTo("user:nextcart:stage$prod");
        assertThat(budget.get("NotificationsWithSubscribers")).hasSize(2);
        assertThat(Synth.DEV.result().resources("monitoring", "AWS::Budgets::Budget"))
                .isEmpty();
    }

    @Test
    void whoHasABotIsToldByIt() {
        JsonNode subscription = Synth.PROD.result().only("monitoring", "AWS::SNS::Subscription", "Notifier");
        assertThat(subscription.get("Protocol").asText()).isEqualTo("lambda");
        assertThat(Synth.PROD
                        .result()
                        .only("monitoring", "AWS::Lambda::Function", "Notifier")
                        .at("/Environment/Variables/NEXTCART_TELEGRAM_PARAMETER")
                        .asText())
                .isEqualTo("/nextcart/telegram");
        assertThat(Synth.DEV.result().resources("monitoring", "AWS::Lambda::Function"))
                .isEmpty();
    }

    @Test
    void alarmsAreMailed() {
        assertThat(Synth.PROD
                        .result()
                        .only("state", "AWS::SNS::Subscription", "Notifications")
                        .get("Endpoint")
                        .asText())
                .isEqualTo("shop@example.com");
    }

    @Test
    void theDashboardShowsWhatIsPromised() {
        String body = Synth.PROD
                .result()
                .only("monitoring", "AWS::CloudWatch::Dashboard", "Dashboard")
                .toString();
        assertThat(body)
                .contains(
                        "p50",
                        "p90",
                        "p99",
                        "fallback %",
                        "cold_start",
                        "model_age",
                        "memory_used",
                        "5XXError",
                        "IteratorAge")
                .contains(
                        "ExecutionTime",
                        "Looks at a trial",
                        "estimated dollars a day",
                        "events_accepted",
                        "lift_lowest");
    }
}
