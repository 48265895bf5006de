package io.nextcart.infra.api;

import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.settings.Outputs;
import io.nextcart.infra.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.ApiDefinition;
import software.amazon.awscdk.services.apigateway.ApiKey;
import software.amazon.awscdk.services.apigateway.CfnRestApi;
import software.amazon.awscdk.services.apigateway.CfnStage;
import software.amazon.awscdk.services.apigateway.CfnUsagePlan;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.IApiKey;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodDeploymentOptions;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.Period;
import software.amazon.awscdk.services.apigateway.QuotaSettings;
import software.amazon.awscdk.services.apigateway.SpecRestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.apigateway.ThrottleSettings;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.apigatewayv2.CfnApiMapping;
import software.amazon.awscdk.services.apigatewayv2.CfnDomainName;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;
import software.constructs.IConstruct;

/** The REST API of the shop: the calls of {@code functions/openapi.yaml}, behind a key with limits. */
final class ShopApi extends Construct {
    private static final int DIGEST = 8;

    private final SpecRestApi api;
    private final Optional<String> pageKeyId;
    private final Optional<String> adminKeyId;
    private final boolean accountLogRole;

    /**
     * @param functions by the names that the document's tags use
     * @param domain of the API in its region; null for none
     */
    ShopApi(
            Construct scope,
            String id,
            Settings settings,
            Packages packages,
            Map<String, IFunction> functions,
            @Nullable CfnDomainName domain) {
        super(scope, id);
        Settings.Api wanted = settings.api();
        accountLogRole = wanted.accountLogRole() && settings.shop().isEmpty();
        LogGroup log = LogGroup.Builder.create(this, "AccessLog")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        GatewayMetrics.countThrottled(log, settings);
        Map<String, Object> document =
                ApiDocument.of(packages.openApi(), wanted.corsOrigin(), name -> invocation(functions, name));
        api = SpecRestApi.Builder.create(this, "RestApi")
                .restApiName(Stack.of(this).getStackName())
                .apiDefinition(ApiDefinition.fromInline(document))
                .endpointTypes(List.of(EndpointType.REGIONAL))
                // Also enables decoding of gzipped requests. The browser tag is larger than this, most answers are not.
                .minCompressionSize(Size.kibibytes(8))
                .cloudWatchRole(accountLogRole)
                // One per account: other APIs still write their logs after this stack is deleted.
                .cloudWatchRoleRemovalPolicy(accountLogRole ? RemovalPolicy.RETAIN : null)
                .deployOptions(StageOptions.builder()
                        .stageName(ApiStack.STAGE)
                        .accessLogDestination(new LogGroupLogDestination(log))
                        .accessLogFormat(AccessLogFormat.custom(ACCESS_LOG))
                        .loggingLevel(MethodLoggingLevel.ERROR)
                        .dataTraceEnabled(false)
                        // Metrics by method cost extra; those of the API do not.
                        .metricsEnabled(false)
                        .throttlingRateLimit(wanted.limits().perSecond())
                        .throttlingBurstLimit(wanted.limits().burst())
                        // Called without a key.
                        .methodOptions(new TreeMap<>(Map.of(
                                "/v1/health/GET",
                                MethodDeploymentOptions.builder()
                                        .loggingLevel(MethodLoggingLevel.ERROR)
                                        .throttlingRateLimit(ApiStack.HEALTH_PER_SECOND)
                                        .throttlingBurstLimit(ApiStack.HEALTH_BURST)
                                        .build())))
                        .build())
                .build();
        functions.forEach((name, function) -> function.addPermission(
                "LetApi",
                Permission.builder()
                        .principal(new ServicePrincipal("apigateway.amazonaws.com"))
                        .sourceArn(api.arnForExecuteApi("*", "/*", ApiStack.STAGE))
                        .build()));
        IApiKey key = api.addApiKey("Key");
        plan("UsagePlan", "What the shop's key may ask", wanted.limits()).addApiKey(key);
        accept(wanted);
        if (wanted.waf() && !wanted.domain().edge()) {
            new Firewall(this, "Firewall", "REGIONAL", wanted.domain().servers()).before(api.getDeploymentStage());
        }
        if (domain != null) {
            CfnApiMapping.Builder.create(this, "Mapping")
                    .domainName(domain.getRef())
                    .apiId(api.getRestApiId())
                    .stage(api.getDeploymentStage().getStageName())
                    .build();
        }
        Stack stack = Stack.of(this);
        if (wanted.domain().edge()) {
            String host = api.getRestApiId() + ".execute-api." + stack.getRegion() + "." + stack.getUrlSuffix();
            new Edge(this, "Edge", settings, new Edge.Origin(host, "/" + ApiStack.STAGE), null);
        }
        Outputs.add(stack, settings, "ApiUrl", wanted.domain().url("", api.getUrl()));
        Outputs.add(stack, settings, "ApiKeyId", key.getKeyId());
        pageKeyId = wanted.corsOrigin().isEmpty()
                ? Optional.empty()
                : Optional.of(pageKey(wanted, packages).getKeyId());
        pageKeyId.ifPresent(page -> Outputs.add(stack, settings, "PageApiKeyId", page));
        adminKeyId = wanted.adminKey() ? Optional.of(adminKey(wanted).getKeyId()) : Optional.empty();
        adminKeyId.ifPresent(admin -> Outputs.add(stack, settings, "AdminApiKeyId", admin));
        if (!wanted.alias()) {
            makeAnewWith(document);
        }
    }

    /**
     * Gives each document an API of its own under the same keys, for LocalStack without aliases, which updates neither
     * APIs nor stages, nor the stage of a usage plan.
     */
    private void makeAnewWith(Map<String, Object> document) {
        byte[] resolved = String.valueOf(Stack.of(this).resolve(document)).getBytes(StandardCharsets.UTF_8);
        String digest = UUID.nameUUIDFromBytes(resolved).toString().substring(0, DIGEST);
        for (IConstruct child : getNode().findAll()) {
            if (child instanceof CfnRestApi || child instanceof CfnStage || child instanceof CfnUsagePlan) {
                CfnResource made = (CfnResource) child;
                made.overrideLogicalId(Stack.of(this).getLogicalId(made) + digest);
            }
        }
    }

    /** The id of the pages' key; empty when there are no pages. */
    Optional<String> pageKeyId() {
        return pageKeyId;
    }

    /** The id of the admins' key; empty when the servers' key may do all. */
    Optional<String> adminKeyId() {
        return adminKeyId;
    }

    private IApiKey adminKey(Settings.Api wanted) {
        // Without a stage, like the pages' key.
        IApiKey key = ApiKey.Builder.create(api, "AdminKey").build();
        plan("AdminUsagePlan", "What an admin's key may ask", wanted.limits()).addApiKey(key);
        return key;
    }

    /**
     * A key that anyone may read in the source of a page: calls for the shop's servers only, such as deleting a user,
     * are throttled to 0.
     */
    private IApiKey pageKey(Settings.Api wanted, Packages packages) {
        // Without a stage, which would need the functions, which need this id; the usage plan names the stage.
        IApiKey key = ApiKey.Builder.create(api, "PageKey").build();
        UsagePlan plan = plan(
                "PageUsagePlan",
                "What a key may ask that everybody can read",
                wanted.limits().ofPages());
        plan.addApiKey(key);
        Map<String, Object> nothing = new TreeMap<>(Map.of("RateLimit", 0, "BurstLimit", 0));
        Map<String, Object> throttle = new TreeMap<>();
        ApiDocument.ofServers(packages.openApi()).forEach(call -> throttle.put(call, nothing));
        ((CfnUsagePlan) plan.getNode().getDefaultChild()).addPropertyOverride("ApiStages.0.Throttle", throttle);
        return key;
    }

    private UsagePlan plan(String id, String description, Settings.Limits limits) {
        return UsagePlan.Builder.create(this, id)
                .description(description)
                .apiStages(List.of(UsagePlanPerApiStage.builder()
                        .api(api)
                        .stage(api.getDeploymentStage())
                        .build()))
                .throttle(ThrottleSettings.builder()
                        .rateLimit(limits.perSecond())
                        .burstLimit(limits.burst())
                        .build())
                .quota(QuotaSettings.builder()
                        .limit(limits.perMonth())
                        .period(Period.MONTH)
                        .build())
                .build();
    }

    /** No data of a shopper: the resource is the document's path, without ids. */
    private static final String ACCESS_LOG = "{\"requestId\":\"$context.requestId\",\"time\":\"$context.requestTime\","
            + "\"method\":\"$context.httpMethod\",\"resource\":\"$context.resourcePath\",\"status\":\"$context.status\","
            + "\"latencyMs\":\"$context.responseLatency\",\"integrationMs\":\"$context.integration.latency\","
            + "\"bytes\":\"$context.responseLength\",\"keyId\":\"$context.identity.apiKeyId\","
            + "\"error\":\"$context.error.responseType\"}";

    GatewayMetrics metrics() {
        return new GatewayMetrics(List.of(new GatewayMetrics.Gateway(
                Settings.Kind.REST, Map.of("ApiName", Stack.of(this).getStackName(), "Stage", ApiStack.STAGE))));
    }

    private String invocation(Map<String, IFunction> functions, String name) {
        Stack stack = Stack.of(this);
        return "arn:" + stack.getPartition() + ":apigateway:" + stack.getRegion() + ":lambda:path/2015-03-31/functions/"
                + ApiDocument.ofTag(functions, name).getFunctionArn() + "/invocations";
    }

    private void accept(Settings.Api wanted) {
        Accepted.finding(
                api,
                "AwsSolutions-APIG2",
                "The Lambdas judge every field and answer 400 with all fields at fault; API Gateway's validator names none."
                        + " docs/decisions/005; a test holds the Lambdas to the document.");
        if (accountLogRole) {
            Accepted.finding(
                    api.getNode().findChild("CloudWatchRole"),
                    "AwsSolutions-IAM4",
                    "API Gateway writes its logs by one role per account, for which AWS asks this policy: it may write logs, to any"
                            + " group, for every API of the account.");
        }
        if (!wanted.waf() || wanted.domain().edge()) {
            Accepted.finding(
                    api.getDeploymentStage(),
                    "AwsSolutions-APIG3",
                    "A key, a rate and a quota stand before the API, and it is called by the shop's servers. A firewall is"
                            + " one setting away (api.waf) and costs about 7 dollars a month and 0.60 per million requests.");
        }
    }
}
