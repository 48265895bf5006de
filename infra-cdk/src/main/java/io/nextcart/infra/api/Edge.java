package io.nextcart.infra.api;

import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.settings.Outputs;
import io.nextcart.infra.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.cloudfront.AllowedMethods;
import software.amazon.awscdk.services.cloudfront.BehaviorOptions;
import software.amazon.awscdk.services.cloudfront.CacheHeaderBehavior;
import software.amazon.awscdk.services.cloudfront.CachePolicy;
import software.amazon.awscdk.services.cloudfront.CacheQueryStringBehavior;
import software.amazon.awscdk.services.cloudfront.Distribution;
import software.amazon.awscdk.services.cloudfront.ErrorResponse;
import software.amazon.awscdk.services.cloudfront.Function;
import software.amazon.awscdk.services.cloudfront.FunctionAssociation;
import software.amazon.awscdk.services.cloudfront.FunctionCode;
import software.amazon.awscdk.services.cloudfront.FunctionEventType;
import software.amazon.awscdk.services.cloudfront.FunctionRuntime;
import software.amazon.awscdk.services.cloudfront.HttpVersion;
import software.amazon.awscdk.services.cloudfront.ICachePolicy;
import software.amazon.awscdk.services.cloudfront.OriginProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.OriginRequestPolicy;
import software.amazon.awscdk.services.cloudfront.OriginSslPolicy;
import software.amazon.awscdk.services.cloudfront.SecurityPolicyProtocol;
import software.amazon.awscdk.services.cloudfront.ViewerProtocolPolicy;
import software.amazon.awscdk.services.cloudfront.origins.HttpOrigin;
import software.constructs.Construct;

/**
 * CloudFront before the API, under a name and with a certificate of yours. It caches what is the same for everybody
 * (popular, similar, the browser tag) for a minute, by key and parameters, and passes everything else through.
 */
final class Edge extends Construct {
    /** The path of pages' calls when they have an API of their own. */
    static final String PAGES = "pages";

    private static final List<String> SAME_FOR_EVERYBODY =
            List.of("v1/popular", "v1/items/*/similar", "v1/nextcart.js");
    private static final Duration KEPT = Duration.minutes(1);
    /** Errors that CloudFront must not cache; its default is ten seconds. */
    private static final List<Integer> ERRORS = List.of(400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504);

    private static final String WITHOUT_PAGES =
            "function handler(event) { event.request.uri = event.request.uri.substring(" + (PAGES.length() + 1)
                    + "); return event.request; }";

    /**
     * An API behind CloudFront.
     *
     * @param host of the API, as AWS named it
     * @param path of its stage, such as {@code /live}; empty for none
     */
    record Origin(String host, String path) {}

    /**
     * @param servers answers {@code /v1/…}
     * @param pages answers {@code /pages/v1/…}; null for nothing
     */
    Edge(Construct scope, String id, Settings settings, Origin servers, @Nullable Origin pages) {
        super(scope, id);
        ICachePolicy minute = CachePolicy.Builder.create(this, "Minute")
                .comment("Lists that are the same for everybody")
                .minTtl(KEPT)
                .defaultTtl(KEPT)
                .maxTtl(KEPT)
                .headerBehavior(CacheHeaderBehavior.allowList("X-API-Key", "Origin"))
                .queryStringBehavior(CacheQueryStringBehavior.all())
                .build();
        // The first match counts.
        Map<String, BehaviorOptions> behaviours = new LinkedHashMap<>();
        SAME_FOR_EVERYBODY.forEach(path -> behaviours.put("/" + path, behaviour(servers, minute, List.of())));
        if (pages != null) {
            List<FunctionAssociation> without = List.of(FunctionAssociation.builder()
                    .function(Function.Builder.create(this, "WithoutPages")
                            .comment("Takes /" + PAGES + " away")
                            .runtime(FunctionRuntime.JS_2_0)
                            .code(FunctionCode.fromInline(WITHOUT_PAGES))
                            .build())
                    .eventType(FunctionEventType.VIEWER_REQUEST)
                    .build());
            SAME_FOR_EVERYBODY.forEach(
                    path -> behaviours.put("/" + PAGES + "/" + path, behaviour(pages, minute, without)));
            behaviours.put("/" + PAGES + "/*", behaviour(pages, CachePolicy.CACHING_DISABLED, without));
        }
        String firewall = settings.api().waf()
                ? new Firewall(
                                this,
                                "Firewall",
                                "CLOUDFRONT",
                                settings.api().domain().servers())
                        .arn()
                : settings.api().domain().webAcl();
        Distribution distribution = Distribution.Builder.create(this, "Distribution")
                .comment(Stack.of(this).getStackName())
                .domainNames(List.of(settings.api().domain().name()))
                .certificate(Certificate.fromCertificateArn(
                        this, "Certificate", settings.api().domain().certificate()))
                .minimumProtocolVersion(SecurityPolicyProtocol.TLS_V1_2_2021)
                .httpVersion(HttpVersion.HTTP2_AND_3)
                .defaultBehavior(behaviour(servers, CachePolicy.CACHING_DISABLED, List.of()))
                .additionalBehaviors(behaviours)
                .errorResponses(ERRORS.stream()
                        .map(status -> ErrorResponse.builder()
                                .httpStatus(status)
                                .ttl(Duration.seconds(0))
                                .build())
                        .toList())
                .webAclId(firewall.isEmpty() ? null : firewall)
                .build();
        accept(distribution, !firewall.isEmpty());
        Outputs.add(Stack.of(this), settings, "DomainTarget", distribution.getDistributionDomainName());
    }

    private static BehaviorOptions behaviour(Origin origin, ICachePolicy kept, List<FunctionAssociation> functions) {
        return BehaviorOptions.builder()
                .origin(HttpOrigin.Builder.create(origin.host())
                        .originPath(origin.path())
                        .protocolPolicy(OriginProtocolPolicy.HTTPS_ONLY)
                        .originSslProtocols(List.of(OriginSslPolicy.TLS_V1_2))
                        .build())
                .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
                .allowedMethods(AllowedMethods.ALLOW_ALL)
                .cachePolicy(kept)
                .originRequestPolicy(OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER)
                .functionAssociations(functions)
                .build();
    }

    private static void accept(Distribution distribution, boolean guarded) {
        Accepted.finding(
                distribution,
                "AwsSolutions-CFR1",
                "A shop sells where it wants; it is asked by its own pages and servers.");
        Accepted.finding(
                distribution,
                "AwsSolutions-CFR3",
                "API Gateway logs every request but those that are answered from the last minute's lists; a log of CloudFront would"
                        + " hold addresses of shoppers.");
        if (!guarded) {
            Accepted.finding(
                    distribution,
                    "AwsSolutions-CFR2",
                    "A key and a rate stand before the API. A firewall is one setting away (api.waf, api.webAcl).");
        }
    }
}
