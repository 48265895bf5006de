package io.nextcart.infra.api;

import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.settings.Outputs;
import io.nextcart.infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.apigatewayv2.CfnApiMapping;
import software.amazon.awscdk.services.apigatewayv2.CfnDomainName;
import software.amazon.awscdk.services.apigatewayv2.CfnIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * HTTP APIs before the functions, which check keys and scopes: one for the shop's servers and, if there are pages, one
 * with the calls of pages. Each has a rate limit of its own, so that pages cannot use up that of the servers.
 */
final class HttpShopApi extends Construct {
    private static final String STAGE = "$default";
    private static final String OTHERWISE = "$default";
    private static final String UNKNOWN_PATHS = "recommend";
    private static final String HEALTH = "GET /v1/health";

    /** No data of a shopper: the route is a template. */
    private static final String ACCESS_LOG = "{\"id\":\"$context.requestId\",\"time\":\"$context.requestTimeEpoch\","
            + "\"route\":\"$context.routeKey\",\"status\":\"$context.status\",\"ms\":\"$context.responseLatency\","
            + "\"bytes\":\"$context.responseLength\",\"error\":\"$context.error.responseType\"}";

    private final Map<String, IFunction> functions;
    private final LogGroup log;
    private final @Nullable CfnDomainName domain;
    private final List<GatewayMetrics.Gateway> apis = new ArrayList<>();

    /**
     * @param functions by the tags of the contract
     * @param domain of the API in its region; null for none
     */
    HttpShopApi(
            Construct scope,
            String id,
            Settings settings,
            Packages packages,
            Map<String, IFunction> functions,
            @Nullable CfnDomainName domain) {
        super(scope, id);
        Settings.Api wanted = settings.api();
        this.domain = domain;
        this.functions = new TreeMap<>(functions);
        log = LogGroup.Builder.create(this, "AccessLog")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        GatewayMetrics.countThrottled(log, settings);
        Settings.Limits limits = wanted.limits();
        CfnApi servers = api("Servers", "", ApiDocument.operations(packages.openApi(), false), limits);
        Stack stack = Stack.of(this);
        Outputs.add(stack, settings, "ApiUrl", wanted.domain().url("", servers.getAttrApiEndpoint() + "/"));
        CfnApi pages = null;
        if (!wanted.corsOrigin().isEmpty()) {
            pages = api(
                    "Pages", wanted.corsOrigin(), ApiDocument.operations(packages.openApi(), true), limits.ofPages());
            Outputs.add(
                    stack,
                    settings,
                    "PageApiUrl",
                    wanted.domain().url(Edge.PAGES + "/", pages.getAttrApiEndpoint() + "/"));
        }
        if (wanted.domain().edge()) {
            new Edge(this, "Edge", settings, origin(servers), pages == null ? null : origin(pages));
        }
    }

    private Edge.Origin origin(CfnApi api) {
        return new Edge.Origin(
                api.getRef() + ".execute-api." + Stack.of(this).getRegion() + "."
                        + Stack.of(this).getUrlSuffix(),
                "");
    }

    GatewayMetrics metrics() {
        return new GatewayMetrics(apis);
    }

    private CfnApi api(String id, String origin, Map<String, String> operations, Settings.Limits limits) {
        CfnApi.Builder builder = CfnApi.Builder.create(this, id)
                .name(Stack.of(this).getStackName() + "-" + id.toLowerCase(Locale.ROOT))
                .protocolType("HTTP");
        if (!origin.isEmpty()) {
            builder.corsConfiguration(CfnApi.CorsProperty.builder()
                    .allowOrigins(List.of(origin))
                    .allowMethods(List.of("GET", "POST"))
                    .allowHeaders(List.of("content-type", "x-api-key", "x-request-id"))
                    .exposeHeaders(List.of("x-request-id", "retry-after"))
                    .maxAge(7200)
                    .build());
        }
        CfnApi api = builder.build();
        Map<String, String> targets = new TreeMap<>();
        functions.forEach((name, function) -> {
            if (name.equals(UNKNOWN_PATHS) || operations.containsValue(name)) {
                targets.put(name, integration(api, id, name, function));
            }
        });
        Map<String, Object> ofRoutes = new TreeMap<>();
        List<CfnRoute> routes = new ArrayList<>();
        operations.forEach(
                (route, function) -> routes.add(route(api, id, route, ApiDocument.ofTag(targets, function))));
        // An unknown path gets a problem document, after its key was checked.
        routes.add(route(api, id, OTHERWISE, ApiDocument.ofTag(targets, UNKNOWN_PATHS)));
        if (operations.containsKey(HEALTH)) {
            ofRoutes.put(HEALTH, limit(ApiStack.HEALTH_PER_SECOND, ApiStack.HEALTH_BURST));
        }
        ofRoutes.put(OTHERWISE, limit(ApiStack.HEALTH_PER_SECOND, ApiStack.HEALTH_BURST));
        CfnStage stage = CfnStage.Builder.create(this, id + "Stage")
                .apiId(api.getRef())
                .stageName(STAGE)
                .autoDeploy(true)
                .accessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                        .destinationArn(log.getLogGroupArn())
                        .format(ACCESS_LOG)
                        .build())
                .defaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                        .throttlingRateLimit(limits.perSecond())
                        .throttlingBurstLimit(limits.burst())
                        .detailedMetricsEnabled(false)
                        .build())
                .routeSettings(ofRoutes)
                .build();
        // The limits of a route need the route.
        routes.forEach(route -> stage.getNode().addDependency(route));
        apis.add(new GatewayMetrics.Gateway(Settings.Kind.HTTP, Map.of("ApiId", api.getRef())));
        if (domain != null) {
            CfnApiMapping.Builder.create(this, id + "Mapping")
                    .domainName(domain.getRef())
                    .apiId(api.getRef())
                    .apiMappingKey(origin.isEmpty() ? null : Edge.PAGES)
                    .stage(stage.getRef())
                    .build();
        }
        return api;
    }

    private static Map<String, Object> limit(int perSecond, int burst) {
        return new TreeMap<>(Map.of("ThrottlingRateLimit", perSecond, "ThrottlingBurstLimit", burst));
    }

    private String integration(CfnApi api, String id, String name, IFunction function) {
        Stack stack = Stack.of(this);
        CfnIntegration integration = CfnIntegration.Builder.create(this, id + "To-" + name)
                .apiId(api.getRef())
                .integrationType("AWS_PROXY")
                .integrationUri(function.getFunctionArn())
                .payloadFormatVersion("1.0")
                .build();
        function.addPermission(
                "Let" + id,
                Permission.builder()
                        .principal(new ServicePrincipal("apigateway.amazonaws.com"))
                        .sourceArn("arn:" + stack.getPartition() + ":execute-api:" + stack.getRegion() + ":"
                                + stack.getAccount() + ":" + api.getRef() + "/*")
                        .build());
        return "integrations/" + integration.getRef();
    }

    private CfnRoute route(CfnApi api, String id, String key, String target) {
        CfnRoute route = CfnRoute.Builder.create(this, id + key.replaceAll("[^A-Za-z0-9]", ""))
                .apiId(api.getRef())
                .routeKey(key)
                .target(target)
                .build();
        Accepted.finding(
                route,
                "AwsSolutions-APIG4",
                "The function checks the key's digest and its scope (NEXTCART_KEYS); an authorizer of its own would be paid for and"
                        + " answers without a problem document.");
        return route;
    }
}
