package io.nextcart.infra.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.functions.store.dynamo.TableDefinition;
import io.nextcart.functions.store.dynamo.TableDefinition.TableIndex;
import io.nextcart.functions.store.dynamo.TableDefinition.TableKey;
import io.nextcart.infra.Synth;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateStackTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final String BUCKET = "AWS::S3::Bucket";

    @Test
    void tablesAreThoseThatTheCodeDefines() {
        assertThat(Synth.PROD.result().resources("state", TABLE)).hasSameSizeAs(DynamoTables.ALL);
        for (TableDefinition definition : DynamoTables.ALL) {
            JsonNode table = table(definition);
            assertThat(table.get("KeySchema")).isEqualTo(key(definition.key()));
            ObjectNode types = JSON.createObjectNode();
            table.get("AttributeDefinitions")
                    .forEach(type -> types.put(
                            type.get("AttributeName").asText(),
                            type.get("AttributeType").asText()));
            ObjectNode expectedTypes = JSON.createObjectNode();
            definition.types().forEach((name, type) -> expectedTypes.put(name, type.name()));
            assertThat(types).isEqualTo(expectedTypes);
            assertThat(table.path("LocalSecondaryIndexes"))
                    .as(definition.name())
                    .isEqualTo(indexes(definition, true));
            assertThat(table.path("GlobalSecondaryIndexes"))
                    .as(definition.name())
                    .isEqualTo(indexes(definition, false));
            assertThat(table.at("/TimeToLiveSpecification/AttributeName").asText(null))
                    .isEqualTo(definition.ttlAttribute());
            assertThat(table.at("/StreamSpecification/StreamViewType").asText(""))
                    .isEqualTo(definition.stream() ? "NEW_IMAGE" : "");
        }
    }

    @Test
    void whatIsThereIsUsedInPlaceOfTablesAndBucketsOfTheStack() {
        Synth.Result adopted = Synth.ADOPTED.result();
        assertThat(adopted.resources("state", TABLE)).isEmpty();
        assertThat(adopted.resources("state", BUCKET)).isEmpty();
        JsonNode recommend =
                adopted.only("api", "AWS::Lambda::Function", "Recommend").at("/Environment/Variables");
        assertThat(recommend.get("NEXTCART_EVENTS_TABLE").asText()).isEqualTo("EventsTable-there");
        assertThat(recommend.get("NEXTCART_STORE").asText()).isEqualTo("s3://modelsbucket-there");
        assertThat(adopted.resources("api", "AWS::Lambda::EventSourceMapping").values())
                .extracting(source -> source.at("/Properties/EventSourceArn").asText())
                .contains(
                        "arn:aws:dynamodb:eu-central-1:111122223333:table/EventsTable-there/stream/2026-01-02T03:04:05.678");
        assertThat(adopted.only("api", "AWS::IAM::Policy", "EventsRole").toString())
                .contains("arn:aws:dynamodb:eu-central-1:111122223333:table/EventsTable-there/index/by_time");
    }

    @Test
    void whatAStackGivesCanBeReadFromSsm() {
        assertThat(Synth.PROD
                        .result()
                        .only("state", "AWS::SSM::Parameter", "ParameterModelStore")
                        .get("Name")
                        .asText())
                .isEqualTo("/nextcart/prod/outputs/ModelStore");
        for (String stack : new String[] {"state", "api", "training"}) {
            Synth.PROD.result().stack(stack).get("Outputs").properties().stream()
                    .filter(output -> !output.getKey().startsWith("ExportsOutput"))
                    .forEach(output -> assertThat(Synth.PROD
                                    .result()
                                    .only(stack, "AWS::SSM::Parameter", "Parameter" + output.getKey())
                                    .get("Value"))
                            .isEqualTo(output.getValue().get("Value")));
        }
        assertThat(Synth.SHOPS
                        .result()
                        .only("north-api", "AWS::SSM::Parameter", "ParameterApiUrl")
                        .get("Name")
                        .asText())
                .isEqualTo("/nextcart/prod-north/outputs/ApiUrl");
    }

    @Test
    void aTableThatHasAnIndexOfAllAttributesKeepsIt() {
        assertThat(Synth.OTHER
                        .result()
                        .only("state", TABLE, "EventsTable")
                        .at("/LocalSecondaryIndexes/0/Projection")
                        .toString())
                .isEqualTo("{\"ProjectionType\":\"ALL\"}");
    }

    @Test
    void tablesArePaidByUseEncryptedRecoverableAndHardToDelete() {
        Synth.PROD.result().resources("state", TABLE).forEach((id, table) -> {
            assertThat(table.at("/Properties/BillingMode").asText()).as(id).isEqualTo("PAY_PER_REQUEST");
            assertThat(table.at("/Properties/SSESpecification/SSEEnabled").asBoolean())
                    .as(id)
                    .isTrue();
            assertThat(table.at("/Properties/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                            .asBoolean())
                    .as(id)
                    .isTrue();
            assertThat(table.at("/Properties/DeletionProtectionEnabled").asBoolean())
                    .as(id)
                    .isTrue();
        });
    }

    @Test
    void bucketsAreClosedEncryptedAndSpeakOnlyTls() {
        Map<String, JsonNode> buckets = Synth.PROD.result().resources("state", BUCKET);
        assertThat(buckets).hasSize(3);
        buckets.forEach((id, bucket) -> {
            for (String flag :
                    new String[] {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"
                    }) {
                assertThat(bucket.at("/Properties/PublicAccessBlockConfiguration/" + flag)
                                .asBoolean())
                        .as(id + flag)
                        .isTrue();
            }
            assertThat(bucket.at("/Properties/BucketEncryption/ServerSideEncryptionConfiguration")
                            .size())
                    .isEqualTo(1);
        });
        Synth.PROD
                .result()
                .resources("state", "AWS::S3::BucketPolicy")
                .forEach((id, policy) -> assertThat(policy.toString())
                        .as(id)
                        .contains("\"aws:SecureTransport\":\"false\"", "s3:TlsVersion"));
    }

    @Test
    void theArchiveAndTheModelsKeepOldVersionsForAWhileAndNeverExpireAndModelsGetCheaper() {
        for (String id : new String[] {"ArchiveBucket", "ModelsBucket"}) {
            JsonNode bucket = Synth.PROD.result().only("state", BUCKET, id);
            assertThat(bucket.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
            JsonNode rules = bucket.at("/LifecycleConfiguration/Rules");
            assertThat(rules.toString()).contains("NoncurrentVersionExpiration");
            assertThat(rules.toString().contains("GLACIER_IR"))
                    .as("every night reads the archive")
                    .isEqualTo(id.equals("ModelsBucket"));
            assertThat(rules)
                    .filteredOn(rule -> rule.has("ExpirationInDays"))
                    .allMatch(rule -> rule.path("Prefix").asText().equals("spark/"));
        }
    }

    @Test
    void withALimitEventsLeaveTheArchiveAndNothingElseDoes() {
        assertThat(Synth.OTHER.result().only("state", BUCKET, "ArchiveBucket").at("/LifecycleConfiguration/Rules"))
                .filteredOn(rule -> rule.has("ExpirationInDays"))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.path("Prefix").asText()).isEqualTo("events/");
                    assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(730);
                });
        JsonNode task = Synth.OTHER.result().only("training", "AWS::ECS::TaskDefinition", "Task");
        assertThat(task.at("/ContainerDefinitions/0/Environment").toString())
                .contains("{\"Name\":\"NEXTCART_ARCHIVE_DAYS\",\"Value\":\"730\"}");
        assertThat(Synth.PROD.result().stacks().toString()).doesNotContain("NEXTCART_ARCHIVE_DAYS");
    }

    @Test
    void oldVersionsOfTrialsAreGoneAfterADay() {
        assertThat(Synth.PROD.result().only("state", BUCKET, "ModelsBucket").at("/LifecycleConfiguration/Rules"))
                .filteredOn(rule -> rule.path("Prefix").asText().equals("trials/"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.at("/NoncurrentVersionExpiration/NoncurrentDays")
                                .asInt())
                        .isEqualTo(1));
    }

    @Test
    void whatIsKeptOutlivesItsStackAndAThrowAwayStageLeavesNothing() {
        assertPolicies(Synth.PROD.result(), "Retain");
        assertPolicies(Synth.DEV.result(), "Delete");
        assertThat(Synth.DEV.result().resources("state", "Custom::S3AutoDeleteObjects"))
                .hasSize(3);
    }

    @Test
    void onLocalStackNoVersionOfAnObjectOutlivesItsBucket() {
        Synth.LOCALSTACK
                .result()
                .resources("state", BUCKET)
                .forEach((id, bucket) -> assertThat(bucket.toString())
                        .as(id)
                        .doesNotContain("Version", "Noncurrent", "ExpiredObjectDeleteMarker"));
    }

    private static void assertPolicies(Synth.Result result, String policy) {
        for (String type : new String[] {TABLE, BUCKET}) {
            result.resources("state", type).forEach((id, resource) -> {
                assertThat(resource.get("DeletionPolicy").asText()).as(id).isEqualTo(policy);
                assertThat(resource.get("UpdateReplacePolicy").asText()).as(id).isEqualTo(policy);
            });
        }
    }

    private static JsonNode table(TableDefinition definition) {
        String name = definition.name();
        return Synth.PROD
                .result()
                .only("state", TABLE, Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Table");
    }

    private static JsonNode key(TableKey key) {
        ArrayNode schema = JSON.createArrayNode();
        schema.addObject().put("AttributeName", key.partition()).put("KeyType", "HASH");
        if (key.sort() != null) {
            schema.addObject().put("AttributeName", key.sort()).put("KeyType", "RANGE");
        }
        return schema;
    }

    private static JsonNode indexes(TableDefinition definition, boolean local) {
        ArrayNode indexes = JSON.createArrayNode();
        for (TableIndex index : definition.indexes()) {
            if (index.local() == local) {
                ObjectNode node = indexes.addObject().put("IndexName", index.name());
                node.set("KeySchema", key(index.key()));
                ObjectNode projection = node.putObject("Projection");
                if (index.attributes().isEmpty()) {
                    projection.put("ProjectionType", "ALL");
                } else {
                    index.attributes().forEach(projection.putArray("NonKeyAttributes")::add);
                    projection.put("ProjectionType", "INCLUDE");
                }
            }
        }
        return indexes.isEmpty() ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : indexes;
    }
}
