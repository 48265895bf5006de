package io.nextcart.infra.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextcart.infra.Synth;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrainingStackTest {
    private static final String STACK = "training";

    @Test
    void theTaskIsSizedBySettingsAndRunsTheImageThatTheyName() {
        JsonNode task = Synth.PROD.result().only(STACK, "AWS::ECS::TaskDefinition", "Task");
        assertThat(task.get("Cpu").asText()).isEqualTo("2048");
        assertThat(task.get("Memory").asText()).isEqualTo("8192");
        assertThat(task.at("/EphemeralStorage/SizeInGiB").asInt()).isEqualTo(40);
        assertThat(task.at("/RuntimePlatform/CpuArchitecture").asText()).isEqualTo("X86_64");
        assertThat(task.at("/ContainerDefinitions/0/Image").toString()).contains("/nextcart-training:1");
    }

    @Test
    void itRunsInANetworkThatIsThere() {
        Synth.Result adopted = Synth.ADOPTED.result();
        assertThat(adopted.resources(STACK, "AWS::EC2::VPC")).isEmpty();
        assertThat(adopted.only(STACK, "AWS::EC2::SecurityGroup", "Network")
                        .get("VpcId")
                        .asText())
                .isEqualTo("vpc-0123456789abcdef0");
        JsonNode filled = adopted.only(STACK, "AWS::StepFunctions::StateMachine", "Pipeline")
                .get("DefinitionSubstitutions");
        assertThat(filled.get("SubnetB").asText()).isEqualTo("subnet-0123456789abcdef1");
        assertThat(filled.get("PublicIp").asText()).isEqualTo("DISABLED");
        assertThat(Synth.PROD
                        .result()
                        .only(STACK, "AWS::StepFunctions::StateMachine", "Pipeline")
                        .at("/DefinitionSubstitutions/PublicIp")
                        .asText())
                .isEqualTo("ENABLED");
    }

    @Test
    void nothingReachesIntoTheNetworkAndNoGatewayIsPaidFor() {
        Synth.Result prod = Synth.PROD.result();
        assertThat(prod.resources(STACK, "AWS::EC2::NatGateway")).isEmpty();
        assertThat(prod.resources(STACK, "AWS::EC2::SecurityGroupIngress")).isEmpty();
        JsonNode group = prod.only(STACK, "AWS::EC2::SecurityGroup", "Network");
        assertThat(group.has("SecurityGroupIngress")).isFalse();
        assertThat(group.get("SecurityGroupEgress")).hasSize(1);
        assertThat(group.at("/SecurityGroupEgress/0/ToPort").asInt()).isEqualTo(443);
        assertThat(prod.resources(STACK, "AWS::EC2::VPCEndpoint").values())
                .hasSize(2)
                .allMatch(endpoint ->
                        endpoint.at("/Properties/VpcEndpointType").asText().equals("Gateway"));
    }

    @Test
    void theScheduleStartsItInItsTimeZoneWithinAWindowAndKeepsWhatFailed() {
        JsonNode schedule = Synth.PROD.result().only(STACK, "AWS::Scheduler::Schedule", "Nightly");
        assertThat(schedule.get("ScheduleExpression").asText()).isEqualTo("cron(30 2 * * ? *)");
        assertThat(schedule.get("ScheduleExpressionTimezone").asText()).isEqualTo("Etc/UTC");
        assertThat(schedule.at("/FlexibleTimeWindow/Mode").asText()).isEqualTo("FLEXIBLE");
        assertThat(schedule.at("/FlexibleTimeWindow/MaximumWindowInMinutes").asInt())
                .isEqualTo(30);
        assertThat(schedule.at("/Target/RetryPolicy/MaximumRetryAttempts").asInt())
                .isEqualTo(5);
        assertThat(schedule.at("/Target/DeadLetterConfig/Arn").isMissingNode()).isFalse();
        assertThat(Synth.OTHER
                        .result()
                        .only(STACK, "AWS::Scheduler::Schedule", "Nightly")
                        .at("/FlexibleTimeWindow/Mode")
                        .asText())
                .isEqualTo("OFF");
    }

    @Test
    void withoutSpareCapacityItRunsOnDemand() {
        assertThat(Synth.OTHER
                        .result()
                        .only(STACK, "AWS::StepFunctions::StateMachine", "Pipeline")
                        .at("/DefinitionSubstitutions/Capacity")
                        .asText())
                .isEqualTo("FARGATE");
    }

    @Test
    void anMlflowServerIsToldOnlyWhereOneIsNamedAndNoTemplateHoldsItsPassword() {
        JsonNode container = container(Synth.OTHER);
        assertThat(variables(container))
                .containsEntry("MLFLOW_TRACKING_URI", "https://mlflow.shop.example")
                .containsEntry("MLFLOW_EXPERIMENT_NAME", "nextcart-prod");
        assertThat(container.get("Secrets").findValuesAsText("ValueFrom"))
                .containsExactly(Synth.MLFLOW_SECRET + ":username::", Synth.MLFLOW_SECRET + ":password::");
        assertThat(Synth.OTHER
                        .result()
                        .only(STACK, "AWS::IAM::Policy", "TaskPullRole")
                        .toString())
                .contains("secretsmanager:GetSecretValue", Synth.MLFLOW_SECRET)
                .doesNotContain("DescribeSecret");
        assertThat(container(Synth.PROD).has("Secrets")).isFalse();
        assertThat(variables(container(Synth.PROD))).doesNotContainKey("MLFLOW_TRACKING_URI");
    }

    @Test
    void trialsAreJudgedBySettings() {
        JsonNode variables = Synth.OTHER
                .result()
                .only(STACK, "AWS::Lambda::Function", "Rollout")
                .at("/Environment/Variables");
        assertThat(variables.get("NEXTCART_TRIAL_UNDECIDED").asText()).isEqualTo("promote");
        assertThat(variables.get("NEXTCART_TRIAL_MIN_SHOPPERS").asText()).isEqualTo("2000");
        assertThat(variables.get("NEXTCART_TRIAL_HORIZON_HOURS").asText()).isEqualTo("24");
        assertThat(variables.get("NEXTCART_TRIAL_ALPHA_PERCENT").asText()).isEqualTo("5");
        assertThat(variables.get("NEXTCART_TRIAL_HOURS").asText()).isEqualTo("168");
        assertThat(variables.get("NEXTCART_CONTROL_SHARE").asText())
                .as("as recommend has it: ApiStackTest")
                .isEqualTo("0.05");
    }

    private static JsonNode container(Synth synth) {
        return synth.result().only(STACK, "AWS::ECS::TaskDefinition", "Task").at("/ContainerDefinitions/0");
    }

    private static Map<String, String> variables(JsonNode container) {
        Map<String, String> variables = new TreeMap<>();
        container
                .get("Environment")
                .forEach(variable -> variables.put(
                        variable.get("Name").asText(), variable.get("Value").asText()));
        return variables;
    }
}
