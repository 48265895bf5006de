package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShopsTest {
    private static final String ALARM = "AWS::CloudWatch::Alarm";

    @Test
    void aSecondShopChangesNothingOfTheFirst() {
        Map<String, JsonNode> alone = new TreeMap<>(Synth.BASIC.result().stacks());
        Map<String, JsonNode> first = new TreeMap<>(Synth.SHOPS.result().stacks());
        assertThat(first.keySet())
                .contains("north-state", "north-api", "north-training")
                .doesNotContain("north-monitoring");
        for (String stack : new String[] {"state", "api", "training"}) {
            assertThat(first.get(stack).get("Resources"))
                    .as(stack)
                    .isEqualTo(alone.get(stack).get("Resources"));
        }
    }

    @Test
    void aSecondShopHasStateApiAndTrainingOfItsOwnAndSharesTopicAndNetwork() {
        Synth.Result shops = Synth.SHOPS.result();
        assertThat(shops.resources("north-state", "AWS::DynamoDB::Table")).hasSize(4);
        assertThat(shops.resources("north-state", "AWS::S3::Bucket")).hasSize(3);
        assertThat(shops.resources("north-state", "AWS::SNS::Topic")).isEmpty();
        assertThat(shops.resources("north-training", "AWS::EC2::VPC")).isEmpty();
        assertThat(shops.only("north-training", "AWS::StepFunctions::StateMachine", "Pipeline")
                        .at("/DefinitionSubstitutions")
                        .toString())
                .contains("\"Topic\":{\"Fn::ImportValue\":\"nextcart-prod-state:")
                .contains("\"SubnetA\":{\"Fn::ImportValue\":\"nextcart-prod-training:");
        assertThat(shops.only("north-api", "AWS::Lambda::Function", "Recommend")
                        .at("/Environment/Variables/NEXTCART_KEYS")
                        .asText())
                .isEqualTo("{{resolve:ssm:/nextcart/prod-north/keys:1}}");
        assertThat(shops.stack("north-api").toString()).contains("\"Key\":\"nextcart:shop\",\"Value\":\"north\"");
    }

    @Test
    void shopsShareMetricsAndFourAlarms() {
        Synth.Result shops = Synth.SHOPS.result();
        assertThat(shops.resources("monitoring", ALARM)).hasSize(4);
        assertThat(namespace(Synth.SHOPS)).isEqualTo("prod");
        assertThat(shops.only("north-api", ALARM, "GatewayFails")
                        .get("AlarmName")
                        .asText())
                .isEqualTo("nextcart-prod-guard-GatewayFails-north");
        assertThat(alarm("AlarmArchiveBehind").get("Metrics").findValuesAsText("MetricName"))
                .containsExactly("IteratorAge", "IteratorAge");
        assertThat(alarm("AlarmTrainingSilent").get("Metrics").findValuesAsText("Expression"))
                .containsExactly("MIN([FILL(well0,0),FILL(well1,0)])");
        assertThat(shops.only("north-training", "AWS::StepFunctions::StateMachine", "Pipeline")
                        .at("/DefinitionSubstitutions/GuardAlarms")
                        .asText())
                .isEqualTo("nextcart-prod-guard-");
    }

    @Test
    void whereEverythingIsWatchedEachShopIsWatchedOnItsOwn() {
        Synth.Result shops = Synth.SHOPS_FULL.result();
        assertThat(shops.resources("monitoring", ALARM))
                .as("and the quota of the REST API")
                .hasSize(2 * Synth.PROD.result().resources("monitoring", ALARM).size() + 1);
        assertThat(namespace(Synth.SHOPS_FULL)).isEqualTo("prod-north");
        assertThat(shops.resources("monitoring", "AWS::CloudWatch::Dashboard")).hasSize(1);
        assertThat(shops.only("north-api", ALARM, "GatewayFails")
                        .get("AlarmName")
                        .asText())
                .isEqualTo("nextcart-prod-north-guard-GatewayFails-north");
        assertThat(shops.only("north-training", "AWS::StepFunctions::StateMachine", "Pipeline")
                        .at("/DefinitionSubstitutions/GuardAlarms")
                        .asText())
                .isEqualTo("nextcart-prod-north-guard-");
        assertThat(shops.resources("north-api", "AWS::ApiGateway::Account"))
                .as("the role of an account's logs is the first shop's")
                .isEmpty();
    }

    private static JsonNode alarm(String id) {
        return Synth.SHOPS.result().only("monitoring", ALARM, id);
    }

    private static String namespace(Synth synth) {
        return synth.result()
                .only("north-api", "AWS::Lambda::Function", "Recommend")
                .at("/Environment/Variables/NEXTCART_STAGE")
                .asText();
    }
}
