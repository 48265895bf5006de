package io.nextcart.infra.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.functions.store.dynamo.TableDefinition;
import io.nextcart.infra.Resolver;
import io.nextcart.infra.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ApiStackTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String HTTP_STAGE = "AWS::ApiGatewayV2::Stage";

    @Test
    void everyOperationOfTheContractReachesTheFunctionOfItsTagBehindAKey() throws IOException {
        JsonNode contract = JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("../functions/openapi.yaml"))));
        Map<String, String> expected =
                operations(contract, operation -> operation.at("/tags/0").asText() + " " + operation.get("security"));
        Resolver resolver = new Resolver(Synth.REST.result());
        Map<String, String> actual = operations(body(), operation -> {
            String uri = resolver.text("api", operation.at("/x-amazon-apigateway-integration/uri"));
            assertThat(uri)
                    .startsWith("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/")
                    .endsWith("/invocations");
            String function = uri.contains("RecommendLive")
                    ? "recommend"
                    : uri.contains("EventsLive") ? "events" : uri.contains(":ModelsFunction") ? "models" : uri;
            return function + " " + operation.get("security");
        });
        assertThat(actual).hasSizeGreaterThan(10).isEqualTo(expected);
    }

    @Test
    void theApiMayCallBothAliasesAndModels() {
        Synth.Result prod = Synth.REST.result();
        List<String> may = new ArrayList<>();
        prod.resources("api", "AWS::Lambda::Permission").forEach((id, permission) -> {
            assertThat(permission.at("/Properties/Principal").asText()).isEqualTo("apigateway.amazonaws.com");
            assertThat(permission.at("/Properties/SourceArn").toString()).contains("/live/*/*");
            may.add(permission
                    .at("/Properties/FunctionName")
                    .toString()
                    .replaceFirst(".*\"([A-Z][a-z]+(Live|Function)).*", "$1"));
        });
        assertThat(may).containsExactlyInAnyOrder("RecommendLive", "EventsLive", "ModelsFunction");
    }

    @Test
    void whatTheGatewayAnswersItselfIsAProblemDocument() throws IOException {
        Map<String, JsonNode> answers = gatewayAnswers(Synth.REST);
        assertThat(answers)
                .containsKeys("INVALID_API_KEY", "THROTTLED", "QUOTA_EXCEEDED", "DEFAULT_4XX", "DEFAULT_5XX");
        for (JsonNode answer : answers.values()) {
            JsonNode problem = JSON.readTree(
                    answer.at("/responseTemplates/application~1json").asText());
            assertThat(problem.get("status").asText())
                    .isEqualTo(answer.get("statusCode").asText());
            assertThat(problem.get("title").asText()).isNotBlank();
            assertThat(problem.get("detail").asText()).isNotBlank();
            assertThat(answer.at("/responseParameters/gatewayresponse.header.Content-Type")
                            .asText())
                    .isEqualTo("'application/problem+json'");
        }
    }

    /** From the API's document: with the next document, API Gateway would delete any others. */
    private static Map<String, JsonNode> gatewayAnswers(Synth synth) {
        assertThat(synth.result().resources("api", "AWS::ApiGateway::GatewayResponse"))
                .isEmpty();
        Map<String, JsonNode> answers = new TreeMap<>();
        synth.result()
                .only("api", "AWS::ApiGateway::RestApi", "Api")
                .at("/Body/x-amazon-apigateway-gateway-responses")
                .properties()
                .forEach(answer -> answers.put(answer.getKey(), answer.getValue()));
        return answers;
    }

    @Test
    void whatLocalStackDoesNotHaveIsLeftOut() {
        Synth.Result result = Synth.LOCALSTACK.result();
        assertThat(result.stacks()).containsOnlyKeys("state", "api", "monitoring");
        for (String type : List.of(
                "AWS::Lambda::Alias",
                "AWS::Lambda::Version",
                "AWS::ApiGatewayV2::Api",
                "AWS::CodeDeploy::DeploymentGroup",
                "AWS::WAFv2::WebACL")) {
            assertThat(result.resources("api", type)).as(type).isEmpty();
        }
        assertThat(result.resources("api", "AWS::Lambda::Permission").values())
                .extracting(permission ->
                        permission.at("/Properties/FunctionName/Fn::GetAtt/0").asText())
                .anyMatch(function -> function.startsWith("RecommendFunction"))
                .anyMatch(function -> function.startsWith("EventsFunction"));
        assertThat(result.resources("monitoring", "AWS::CloudWatch::Alarm")).isEmpty();
    }

    /** Lambda takes a snapshot only of a new version, and only a change makes a version. */
    @Test
    void anotherSnapshotIsAnotherVersionOfRecommendAlone() {
        Set<String> before =
                Synth.BASIC.result().resources("api", "AWS::Lambda::Version").keySet();
        Set<String> after = new TreeSet<>(
                Synth.SNAPSHOT.result().resources("api", "AWS::Lambda::Version").keySet());
        assertThat(after).hasSameSizeAs(before);
        after.removeAll(before);
        assertThat(after).singleElement().asString().startsWith("RecommendFunctionCurrentVersion");
        assertThat(Synth.SNAPSHOT.result().stack("api").get("Outputs"))
                .isEqualTo(Synth.BASIC.result().stack("api").get("Outputs"));
    }

    /** LocalStack updates neither APIs nor stages, nor the stage of a usage plan. */
    @Test
    void whereThereIsNoAliasAnotherDocumentIsAnotherApiUnderTheSameKeys() {
        Synth.Result one = Synth.LOCALSTACK.result();
        Synth.Result other = Synth.LOCALSTACK_PAGES.result();
        for (String type : List.of("RestApi", "Deployment", "Stage", "UsagePlan")) {
            assertThat(other.resources("api", "AWS::ApiGateway::" + type).keySet())
                    .as(type)
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(
                            one.resources("api", "AWS::ApiGateway::" + type).keySet());
        }
        for (String type : List.of("AWS::ApiGateway::ApiKey", "AWS::Lambda::Function")) {
            assertThat(other.resources("api", type).keySet())
                    .as(type)
                    .containsAll(one.resources("api", type).keySet());
        }
    }

    @Test
    void pagesOfTheShopMayAskWhatIsMarkedAndNothingElse() {
        JsonNode other = Synth.OTHER
                .result()
                .only("api", "AWS::ApiGateway::RestApi", "Api")
                .get("Body");
        List<String> open = new ArrayList<>();
        other.get("paths").fields().forEachRemaining(path -> {
            JsonNode options = path.getValue().get("options");
            if (options != null) {
                JsonNode answer = options.at("/x-amazon-apigateway-integration/responses/default/responseParameters");
                assertThat(answer.get("method.response.header.Access-Control-Allow-Origin")
                                .asText())
                        .isEqualTo("'https://www.shop.example'");
                open.add(answer.get("method.response.header.Access-Control-Allow-Methods")
                                .asText() + " " + path.getKey());
            }
        });
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "'POST' /v1/events",
                        "'GET' /v1/recommendations/{user_id}",
                        "'POST' /v1/recommendations",
                        "'GET' /v1/items/{item_id}/similar",
                        "'GET' /v1/popular",
                        "'GET' /v1/nextcart.js");
        for (JsonNode answer : gatewayAnswers(Synth.OTHER).values()) {
            assertThat(answer.at("/responseParameters/gatewayresponse.header.Access-Control-Allow-Origin")
                            .asText())
                    .isEqualTo("'https://www.shop.example'");
        }
    }

    @Test
    void theKeyOfAPageCannotDeleteAUserOrHideAnItem() {
        JsonNode plan = Synth.OTHER.result().only("api", "AWS::ApiGateway::UsagePlan", "ApiPage");
        JsonNode throttle = plan.at("/ApiStages/0/Throttle");
        List<String> stopped = new ArrayList<>();
        throttle.fields().forEachRemaining(call -> {
            assertThat(call.getValue().get("BurstLimit").asInt(-1)).isZero();
            assertThat(call.getValue().get("RateLimit").asInt(-1)).isZero();
            stopped.add(call.getKey());
        });
        assertThat(stopped)
                .contains("/v1/users/{user_id}/DELETE", "/v1/users/{user_id}/events/GET", "/v1/items/{item_id}/PUT")
                .contains("/v1/users/{user_id}/export/GET")
                .contains("/v1/items/POST", "/v1/items/{item_id}/DELETE")
                .doesNotContain("/v1/events/POST", "/v1/popular/GET");
    }

    @Test
    void thePageOfARestApiHasALowerRateAndQuotaThanTheServers() {
        JsonNode plan = Synth.OTHER.result().only("api", "AWS::ApiGateway::UsagePlan", "ApiPage");
        assertThat(plan.at("/Throttle/RateLimit").asInt()).isEqualTo(50);
        assertThat(plan.at("/Throttle/BurstLimit").asInt()).isEqualTo(100);
        assertThat(plan.at("/Quota/Limit").asInt()).isEqualTo(5_000_000);
    }

    @Test
    void healthIsAskedByEverybodyAndLimited() {
        JsonNode settings =
                Synth.REST.result().only("api", "AWS::ApiGateway::Stage", "Api").get("MethodSettings");
        assertThat(settings).anySatisfy(setting -> {
            assertThat(setting.get("ResourcePath").asText()).isEqualTo("/~1v1~1health");
            assertThat(setting.get("ThrottlingRateLimit").asInt()).isEqualTo(5);
        });
        assertThat(settings)
                .allSatisfy(setting -> assertThat(setting.path("MetricsEnabled").asBoolean())
                        .as("by method they are paid for")
                        .isFalse());
        JsonNode stage = Synth.PROD.result().only("api", HTTP_STAGE, "HttpServers");
        assertThat(stage.at("/RouteSettings/GET ~1v1~1health/ThrottlingRateLimit")
                        .asInt())
                .isEqualTo(5);
        assertThat(stage.at("/RouteSettings/$default/ThrottlingRateLimit").asInt())
                .isEqualTo(5);
    }

    @Test
    void anHttpApiHasARouteForEachOperationOfTheContract() throws IOException {
        JsonNode contract = JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("../functions/openapi.yaml"))));
        List<String> expected = new ArrayList<>();
        List<String> ofPages = new ArrayList<>();
        contract.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String route = method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " "
                            + method.getValue().at("/tags/0").asText();
                    expected.add(route);
                    if (method.getValue().path("x-nextcart-page").asBoolean()) {
                        ofPages.add(route);
                    }
                }));
        assertThat(routes(Synth.PROD, "HttpServers"))
                .containsExactlyInAnyOrderElementsOf(expected)
                .hasSizeGreaterThan(10);
        assertThat(Synth.PROD.result().resources("api", "AWS::ApiGatewayV2::Api"))
                .hasSize(1);
        assertThat(routes(Synth.PAGES, "HttpPages")).containsExactlyInAnyOrderElementsOf(ofPages);
    }

    /** Without the one for unknown paths. */
    private static List<String> routes(Synth synth, String prefix) {
        List<String> routes = new ArrayList<>();
        synth.result().resources("api", "AWS::ApiGatewayV2::Route").forEach((id, route) -> {
            String key = route.at("/Properties/RouteKey").asText();
            if (id.startsWith(prefix) && !key.equals("$default")) {
                routes.add(key + " " + route.at("/Properties/Target").toString().replaceFirst(".*To([a-z]+).*", "$1"));
            }
        });
        return routes;
    }

    @Test
    void pagesHaveAnHttpApiOfTheirOwnWithALowerRate() {
        Synth.Result pages = Synth.PAGES.result();
        assertThat(pages.only("api", HTTP_STAGE, "HttpServers")
                        .at("/DefaultRouteSettings/ThrottlingRateLimit")
                        .asInt())
                .isEqualTo(100);
        assertThat(pages.only("api", HTTP_STAGE, "HttpPages")
                        .at("/DefaultRouteSettings/ThrottlingRateLimit")
                        .asInt())
                .isEqualTo(50);
        assertThat(pages.only("api", HTTP_STAGE, "HttpPages")
                        .at("/DefaultRouteSettings/ThrottlingBurstLimit")
                        .asInt())
                .isEqualTo(100);
        assertThat(pages.only("api", "AWS::ApiGatewayV2::Api", "HttpPages")
                        .at("/CorsConfiguration/AllowOrigins/0")
                        .asText())
                .isEqualTo("https://www.shop.example");
        assertThat(pages.only("api", "AWS::ApiGatewayV2::Api", "HttpServers").has("CorsConfiguration"))
                .isFalse();
    }

    @Test
    void theFunctionsOfAnHttpApiGetTheDigestsOfTheKeysOfTheirStage() {
        for (String function : List.of("Recommend", "Events", "Models")) {
            assertThat(Synth.PROD
                            .result()
                            .only("api", FUNCTION, function)
                            .at("/Environment/Variables/NEXTCART_KEYS")
                            .asText())
                    .isEqualTo("{{resolve:ssm:/nextcart/prod/keys:1}}");
            assertThat(Synth.REST
                            .result()
                            .only("api", FUNCTION, function)
                            .at("/Environment/Variables")
                            .has("NEXTCART_KEYS"))
                    .isFalse();
        }
    }

    @Test
    void theFunctionsOfARestApiKnowTheAdminsKeyWhereThereIsOne() {
        for (String function : List.of("Recommend", "Events", "Models")) {
            assertThat(Synth.OTHER
                            .result()
                            .only("api", FUNCTION, function)
                            .at("/Environment/Variables/NEXTCART_ADMIN_KEY_IDS/Ref")
                            .asText())
                    .startsWith("ApiRestApiAdminKey");
            assertThat(Synth.REST
                            .result()
                            .only("api", FUNCTION, function)
                            .at("/Environment/Variables")
                            .has("NEXTCART_ADMIN_KEY_IDS"))
                    .isFalse();
        }
        assertThat(Synth.OTHER.result().resources("api", "AWS::ApiGateway::UsagePlanKey"))
                .hasSize(3);
    }

    @Test
    void theFunctionsOfARestApiKnowThePagesKey() {
        for (String function : List.of("Recommend", "Events", "Models")) {
            assertThat(Synth.OTHER
                            .result()
                            .only("api", FUNCTION, function)
                            .at("/Environment/Variables/NEXTCART_PAGE_KEY_IDS/Ref")
                            .asText())
                    .startsWith("ApiRestApiPageKey");
        }
    }

    @Test
    void theLogOfAnHttpApiHoldsNoIdOfAShopper() throws IOException {
        JsonNode format = JSON.readTree(Synth.PROD
                .result()
                .only("api", HTTP_STAGE, "HttpServers")
                .at("/AccessLogSettings/Format")
                .asText());
        assertThat(format.get("route").asText()).isEqualTo("$context.routeKey");
        assertThat(format.toString()).doesNotContain("$context.path", "sourceIp");
    }

    @Test
    void withoutAnOriginNoPageMayAsk() throws IOException {
        assertThat(body().toString()).doesNotContain("options", "Access-Control");
        assertThat(Synth.REST.result().resources("api", "AWS::ApiGateway::UsagePlan"))
                .hasSize(1);
    }

    @Test
    void theKeyHasARateAndAQuota() {
        JsonNode plan = Synth.REST.result().only("api", "AWS::ApiGateway::UsagePlan", "Api");
        assertThat(plan.at("/Throttle/RateLimit").asInt()).isEqualTo(100);
        assertThat(plan.at("/Throttle/BurstLimit").asInt()).isEqualTo(200);
        assertThat(plan.at("/Quota/Limit").asInt()).isEqualTo(10_000_000);
        assertThat(plan.at("/Quota/Period").asText()).isEqualTo("MONTH");
        assertThat(Synth.REST.result().resources("api", "AWS::ApiGateway::UsagePlanKey"))
                .hasSize(1);
    }

    @Test
    void accessIsLoggedWithoutIdsOfShoppers() throws IOException {
        JsonNode stage = Synth.REST.result().only("api", "AWS::ApiGateway::Stage", "Api");
        JsonNode format = JSON.readTree(stage.at("/AccessLogSetting/Format").asText());
        assertThat(format.get("resource").asText()).isEqualTo("$context.resourcePath");
        assertThat(format.toString()).doesNotContain("$context.path\"", "sourceIp");
        assertThat(stage.at("/MethodSettings/0/DataTraceEnabled").asBoolean(true))
                .isFalse();
    }

    @Test
    void functionsRunJava25OnArmAndStartFromASnapshot() {
        Synth.Result prod = Synth.PROD.result();
        prod.resources("api", FUNCTION).forEach((id, function) -> {
            assertThat(function.at("/Properties/Runtime").asText()).as(id).isEqualTo("java25");
            assertThat(function.at("/Properties/Architectures/0").asText())
                    .as(id)
                    .isEqualTo("arm64");
        });
        Synth.PAGES
                .result()
                .resources("api", FUNCTION)
                .values()
                .forEach(function -> assertThat(
                                function.at("/Properties/Architectures/0").asText())
                        .isEqualTo("x86_64"));
        assertThat(prod.only("api", FUNCTION, "Recommend")
                        .at("/SnapStart/ApplyOn")
                        .asText())
                .isEqualTo("PublishedVersions");
        assertThat(Synth.DEV.result().only("api", FUNCTION, "Recommend").has("SnapStart"))
                .isFalse();
        JsonNode alias = Synth.OTHER.result().only("api", "AWS::Lambda::Alias", "Recommend");
        assertThat(alias.at("/ProvisionedConcurrencyConfig/ProvisionedConcurrentExecutions")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void newCodeComesInByATenthAndGoesWhenItFails() {
        Map<String, JsonNode> groups = Synth.PROD.result().resources("api", "AWS::CodeDeploy::DeploymentGroup");
        assertThat(groups).hasSize(2);
        groups.values().forEach(group -> {
            assertThat(group.at("/Properties/DeploymentConfigName").asText())
                    .isEqualTo("CodeDeployDefault.LambdaCanary10Percent5Minutes");
            assertThat(group.at("/Properties/AutoRollbackConfiguration/Events").toString())
                    .contains("DEPLOYMENT_STOP_ON_ALARM");
            assertThat(group.at("/Properties/AlarmConfiguration/Alarms").toString())
                    .contains("NewCodeFails", "GatewayFails");
        });
        JsonNode fails = Synth.PROD.result().only("api", "AWS::CloudWatch::Alarm", "CanaryrecommendNewCodeFails");
        assertThat(fails.get("Metrics").findValuesAsText("MetricName"))
                .as("of the new version, and what all of them lack")
                .containsExactlyInAnyOrder("Errors", "errors", "model_missing", "model_missing");
        assertThat(fails.get("Metrics").findValuesAsText("Name")).contains("ExecutedVersion", "version", "function");
        assertThat(fails.get("DatapointsToAlarm").asInt() + " of "
                        + fails.get("EvaluationPeriods").asInt())
                .isEqualTo("2 of 5");
        JsonNode recommend = Synth.PROD.result().resources("api", "AWS::Lambda::Alias").entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("Recommend"))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertThat(recommend
                        .at("/UpdatePolicy/CodeDeployLambdaAliasUpdate/BeforeAllowTrafficHook")
                        .toString())
                .contains("HookFunction");
        assertThat(Synth.PROD
                        .result()
                        .only("api", FUNCTION, "Hook")
                        .get("FunctionName")
                        .asText())
                .as("what CodeDeploy's policy lets it call")
                .startsWith("CodeDeployHook_");
        Synth.PROD
                .result()
                .resources("api", "AWS::Lambda::Alias")
                .values()
                .forEach(alias -> assertThat(alias.at("/UpdatePolicy/CodeDeployLambdaAliasUpdate/DeploymentGroupName")
                                .isMissingNode())
                        .isFalse());
        assertThat(Synth.DEV.result().resources("api", "AWS::CodeDeploy::DeploymentGroup"))
                .isEmpty();
    }

    @Test
    void whereLittleIsWatchedTheGatewayAloneTurnsNewCodeBack() {
        Synth.BASIC
                .result()
                .resources("api", "AWS::CodeDeploy::DeploymentGroup")
                .values()
                .forEach(group -> assertThat(group.at("/Properties/AlarmConfiguration/Alarms"))
                        .singleElement()
                        .satisfies(alarm -> assertThat(alarm.toString()).contains("GatewayFails")));
        assertThat(Synth.BASIC.result().resources("api", "AWS::CloudWatch::Alarm"))
                .hasSize(1);
    }

    @Test
    void theArchiveReadsTheStreamsAsItsCodeExpects() {
        Map<String, JsonNode> sources = Synth.PROD.result().resources("api", "AWS::Lambda::EventSourceMapping");
        assertThat(sources)
                .hasSameSizeAs(DynamoTables.ALL.stream()
                        .filter(TableDefinition::stream)
                        .toList());
        sources.values().forEach(source -> assertSource(source.get("Properties")));
    }

    @Test
    void aBatchThatWasGivenUpIsKeptInTheQueueOfItsShop() {
        JsonNode subscription = Synth.SHOPS.result().only("north-api", "AWS::SNS::Subscription", "ArchiveFailed");
        assertThat(subscription.get("Protocol").asText()).isEqualTo("sqs");
        assertThat(subscription.get("RawMessageDelivery").asBoolean()).isTrue();
        assertThat(subscription.get("FilterPolicyScope").asText()).isEqualTo("MessageBody");
        assertThat(subscription
                        .at("/FilterPolicy/requestContext/functionArn/0/prefix")
                        .toString())
                .contains("ArchiveFunction");
    }

    private static void assertSource(JsonNode source) {
        assertThat(source.get("StartingPosition").asText()).isEqualTo("TRIM_HORIZON");
        assertThat(source.get("ParallelizationFactor").asInt()).isEqualTo(1);
        assertThat(source.get("BatchSize").asInt()).isEqualTo(1000);
        assertThat(source.get("MaximumBatchingWindowInSeconds").asInt()).isEqualTo(60);
        assertThat(source.get("MaximumRecordAgeInSeconds").asInt()).isEqualTo(6 * 3600);
        assertThat(source.get("MaximumRetryAttempts").asInt())
                .as("one record cannot hold its shard for six hours")
                .isEqualTo(50);
        assertThat(source.get("BisectBatchOnFunctionError").asBoolean()).isTrue();
        assertThat(source.at("/FilterCriteria/Filters/0/Pattern").asText())
                .as("neither what expires nor what is deleted")
                .isEqualTo("{\"eventName\":[\"INSERT\",\"MODIFY\"]}");
        assertThat(source.get("FunctionResponseTypes").toString()).isEqualTo("[\"ReportBatchItemFailures\"]");
        assertThat(source.at("/DestinationConfig/OnFailure/Destination").toString())
                .as("who is told of alarms is told of a batch that was given up")
                .contains("Notifications");
    }

    @Test
    void aNameOfYoursLeadsToTheServersAndBelowPagesToThoseOfThePagesWhateverBecomesOfTheApi() {
        Synth.Result adopted = Synth.ADOPTED.result();
        assertThat(adopted.only("state", "AWS::ApiGatewayV2::DomainName", "Domain")
                        .at("/DomainNameConfigurations/0")
                        .toString())
                .contains("arn:aws:acm:eu-central-1:111122223333:certificate/0-1", "REGIONAL", "TLS_1_2");
        JsonNode servers = adopted.only("api", "AWS::ApiGatewayV2::ApiMapping", "HttpServers");
        assertThat(servers.has("ApiMappingKey")).isFalse();
        assertThat(adopted.only("api", "AWS::ApiGatewayV2::ApiMapping", "HttpPages")
                        .get("ApiMappingKey")
                        .asText())
                .isEqualTo("pages");
        assertThat(adopted.stack("api").at("/Outputs/ApiUrl/Value").asText()).isEqualTo("https://reco.shop.example/");
        assertThat(adopted.stack("api").at("/Outputs/PageApiUrl/Value").asText())
                .isEqualTo("https://reco.shop.example/pages/");
    }

    @Test
    void cloudFrontKeepsForAMinuteWhatIsTheSameForEverybodyAndNothingElse() {
        Synth.Result edge = Synth.EDGE.result();
        JsonNode config =
                edge.only("api", "AWS::CloudFront::Distribution", "HttpEdge").get("DistributionConfig");
        JsonNode minute =
                edge.only("api", "AWS::CloudFront::CachePolicy", "HttpEdge").get("CachePolicyConfig");
        assertThat(List.of(minute.get("MinTTL").asInt(), minute.get("MaxTTL").asInt()))
                .containsExactly(60, 60);
        assertThat(minute.at("/ParametersInCacheKeyAndForwardedToOrigin/HeadersConfig/Headers")
                        .toString())
                .as("a list that a key may have is not shown to who has none")
                .isEqualTo("[\"X-API-Key\",\"Origin\"]");
        List<String> paths = new ArrayList<>();
        config.get("CacheBehaviors").forEach(behaviour -> {
            paths.add(behaviour.get("PathPattern").asText());
            assertThat(behaviour.get("CachePolicyId").isTextual())
                    .as(behaviour.get("PathPattern").asText())
                    .isEqualTo(behaviour.get("PathPattern").asText().equals("/pages/*"));
        });
        assertThat(paths)
                .as("the first that fits counts")
                .containsExactly(
                        "/v1/popular",
                        "/v1/items/*/similar",
                        "/v1/nextcart.js",
                        "/pages/v1/popular",
                        "/pages/v1/items/*/similar",
                        "/pages/v1/nextcart.js",
                        "/pages/*");
        assertThat(config.at("/DefaultCacheBehavior/CachePolicyId").asText())
                .as("AWS's own that keeps nothing")
                .isEqualTo("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
        assertThat(config.get("CustomErrorResponses"))
                .allMatch(error -> error.get("ErrorCachingMinTTL").asInt() == 0);
        assertThat(config.get("Aliases").toString()).isEqualTo("[\"reco.shop.example\"]");
        assertThat(config.has("WebACLId")).isTrue();
        assertThat(edge.only("api", "AWS::WAFv2::WebACL", "HttpEdge")
                        .get("Scope")
                        .asText())
                .isEqualTo("CLOUDFRONT");
        JsonNode rest = Synth.EDGE_REST.result().only("api", "AWS::CloudFront::Distribution", "ApiEdge");
        assertThat(rest.at("/DistributionConfig/Origins/0/OriginPath").asText()).isEqualTo("/live");
    }

    @Test
    void aFirewallStandsBeforeTheApiWhereItIsAskedFor() {
        assertThat(Synth.OTHER.result().resources("api", "AWS::WAFv2::WebACLAssociation"))
                .hasSize(1);
        assertThat(Synth.PROD.result().resources("api", "AWS::WAFv2::WebACL")).isEmpty();
    }

    /** A shop's server sends all its shoppers' requests from one address, and PHP's curl sends no {@code User-Agent}. */
    @Test
    void noRuleOfTheFirewallIsForTheShopsServers() {
        Synth.Result other = Synth.OTHER.result();
        JsonNode rules = other.only("api", "AWS::WAFv2::WebACL", "ApiFirewall").get("Rules");
        assertThat(rules.findValues("RateBasedStatement"))
                .singleElement()
                .satisfies(limit -> assertThat(limit.get("Limit").asInt()).isEqualTo(6_000));
        String servers =
                other.resources("api", "AWS::WAFv2::IPSet").keySet().iterator().next();
        assertThat(rules)
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.findValue("ScopeDownStatement")
                                .at("/NotStatement/Statement/IPSetReferenceStatement/Arn/Fn::GetAtt/0")
                                .asText())
                        .isEqualTo(servers));
        assertThat(other.only("api", "AWS::WAFv2::IPSet", "ApiFirewall").get("Addresses"))
                .extracting(JsonNode::asText)
                .containsExactly("203.0.113.7/32", "198.51.100.0/24");
        assertThat(Synth.EDGE.result().only("api", "AWS::WAFv2::WebACL", "Http").toString())
                .doesNotContain("ScopeDownStatement");
    }

    private static JsonNode body() {
        return Synth.REST
                .result()
                .only("api", "AWS::ApiGateway::RestApi", "Api")
                .get("Body");
    }

    private interface Told {
        String of(JsonNode operation);
    }

    private static Map<String, String> operations(JsonNode document, Told told) {
        Map<String, String> all = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> all.put(method.getKey() + " " + path.getKey(), told.of(method.getValue()))));
        return all;
    }
}
