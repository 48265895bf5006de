package io.nextcart.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.functions.api.Metric;
import io.nextcart.infra.Synth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares the assumptions of the bill with the deployment. */
class CostFiguresTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MB_PER_GB = 1024;

    private final Figures assumed = Figures.read("workload.properties");

    @Test
    void sizesAreThoseOfTheTemplates() {
        Synth.Result prod = Synth.PROD.result();
        assertMemory(prod, "recommend", "api", "Recommend");
        assertMemory(prod, "events", "api", "Events");
        assertMemory(prod, "archive", "api", "Archive");
        assertMemory(prod, "rollout", "training", "Rollout");
        JsonNode task = prod.only("training", "AWS::ECS::TaskDefinition", "Task");
        assertThat(assumed.number("training.vcpu")).isEqualTo(task.get("Cpu").asInt() / MB_PER_GB);
        assertThat(assumed.number("training.gb")).isEqualTo(task.get("Memory").asInt() / MB_PER_GB);
        assertThat(assumed.number("training.storage.gb"))
                .isEqualTo(task.at("/EphemeralStorage/SizeInGiB").asInt());
    }

    @Test
    void sizesOfSparkAreThoseOfItsApplicationAndOfItsJobs() {
        Synth.Result spark = Synth.SPARK.result();
        JsonNode most = spark.only("training", "AWS::EMRServerless::Application", "Spark")
                .get("MaximumCapacity");
        double executors = assumed.number("spark.executors");
        assertThat(most.get("Cpu").asText())
                .isEqualTo(
                        whole(assumed.number("spark.driver.vcpu") + executors * assumed.number("spark.executor.vcpu"))
                                + " vCPU");
        assertThat(most.get("Memory").asText())
                .isEqualTo(whole(assumed.number("spark.driver.gb") + executors * assumed.number("spark.executor.gb"))
                        + " GB");
        assertThat(most.get("Disk").asText())
                .isEqualTo(whole((1 + executors) * assumed.number("spark.storage.gb")) + " GB");
    }

    private static String whole(double number) {
        return Long.toString((long) number);
    }

    private void assertMemory(Synth.Result prod, String figure, String stack, String function) {
        assertThat(assumed.number(figure + ".memory.gb"))
                .isCloseTo(
                        prod.only(stack, "AWS::Lambda::Function", function)
                                        .get("MemorySize")
                                        .asInt()
                                / MB_PER_GB,
                        within(0.001));
    }

    @Test
    void metricsOfAlarmsDashboardsAndTheRetrainAreThoseThatThereAre() throws IOException {
        Synth.Result prod = Synth.PROD.result();
        assertThat(assumed.number("alarm.metrics.full")).isEqualTo(alarmMetrics(prod));
        assertThat(assumed.number("alarm.metrics")).isEqualTo(alarmMetrics(Synth.BASIC.result()));
        assertThat(assumed.number("alarm.metrics.further.shop"))
                .as("with the API of pages beside the servers' in one of them")
                .isEqualTo(alarmMetrics(Synth.SHOPS.result()) - alarmMetrics(Synth.BASIC.result()) - 1);
        assertThat(Synth.BASIC.result().resources("monitoring", "AWS::CloudWatch::Dashboard"))
                .isEmpty();
        assertThat(Synth.BASIC
                        .result()
                        .only("training", "AWS::ECS::TaskDefinition", "Task")
                        .toString())
                .contains("{\"Name\":\"NEXTCART_METRICS\",\"Value\":\"off\"}");
        assertThat(assumed.number("dashboards.full"))
                .isEqualTo(prod.resources("monitoring", "AWS::CloudWatch::Dashboard")
                        .size());
        assertThat(assumed.number("lift.metrics"))
                .isEqualTo(Arrays.stream(Metric.values())
                        .filter(metric -> metric.functions().contains("rollout"))
                        .count());
        assertThat(assumed.number("training.metrics"))
                .isEqualTo(JSON.readTree(
                                Path.of("../training-fargate/metrics.json").toFile())
                        .get("metrics")
                        .size());
    }

    private static int alarmMetrics(Synth.Result stacks) {
        int metrics = 0;
        for (String stack : stacks.stacks().keySet()) {
            for (JsonNode alarm :
                    stacks.resources(stack, "AWS::CloudWatch::Alarm").values()) {
                metrics += alarm.findValues("MetricName").size();
            }
        }
        return metrics;
    }

    @Test
    void theDefaultIsAnHttpApiOnArm64WithoutMetricsThatArePaidForByRoute() {
        Synth.Result basic = Synth.BASIC.result();
        assertThat(basic.resources("api", "AWS::ApiGateway::RestApi")).isEmpty();
        assertThat(basic.only("api", "AWS::ApiGatewayV2::Stage", "Http")
                        .at("/DefaultRouteSettings/DetailedMetricsEnabled")
                        .asBoolean(true))
                .isFalse();
        for (String stack : List.of("api", "training", "monitoring")) {
            basic.resources(stack, "AWS::Lambda::Function")
                    .forEach((id, function) -> assertThat(
                                    function.at("/Properties/Architectures/0").asText())
                            .as(id)
                            .isEqualTo("arm64"));
        }
    }

    @Test
    void statesThatAreEnteredAreThoseOfThePipeline() throws IOException {
        JsonNode machine = JSON.readTree(Synth.PROD
                .result()
                .only("training", "AWS::StepFunctions::StateMachine", "Pipeline")
                .get("DefinitionString")
                .asText());
        List<String> before = List.of(
                "CountLift",
                "Status",
                "IsTrialRunning",
                "CheckData",
                "IsThereData",
                "Train",
                "ReadResult",
                "WhatCameOfIt",
                "StartTrial",
                "IsOnTrial",
                "TellStarted");
        List<String> look = List.of("WaitForShoppers", "DescribeAlarms", "NameAlarms", "Compare", "WhatWasDecided");
        List<String> after = List.of("Tell", "HowItEnded", "Promoted");
        assertThat(machine.get("StartAt").asText()).isEqualTo(before.get(0));
        assertPath(machine, before, look.get(0));
        assertPath(machine, look, look.get(0));
        assertPath(machine, look, after.get(0));
        assertPath(machine, after, "");
        assertThat(assumed.number("pipeline.transitions.per.night")).isEqualTo(before.size() + after.size());
        assertThat(assumed.number("pipeline.transitions.per.look")).isEqualTo(look.size());
        int secondsPerMonth = 730 * 3600;
        assertThat(assumed.number("trial.looks.per.month")
                        * machine.at("/States/WaitForShoppers/Seconds").asInt())
                .isEqualTo(secondsPerMonth);
    }

    /** Each state may be followed by the next one, and the last by {@code then}, or by nothing if that is empty. */
    private static void assertPath(JsonNode machine, List<String> path, String then) {
        for (int i = 0; i < path.size(); i++) {
            JsonNode state = machine.get("States").get(path.get(i));
            String next = i + 1 < path.size() ? path.get(i + 1) : then;
            List<String> possible = new ArrayList<>(state.findValuesAsText("Next"));
            possible.add(state.path("Default").asText());
            assertThat(possible).as(path.get(i)).contains(next);
        }
    }
}
