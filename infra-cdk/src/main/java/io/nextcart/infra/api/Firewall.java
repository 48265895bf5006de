package io.nextcart.infra.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.apigateway.Stage;
import software.amazon.awscdk.services.wafv2.CfnIPSet;
import software.amazon.awscdk.services.wafv2.CfnWebACL;
import software.amazon.awscdk.services.wafv2.CfnWebACLAssociation;
import software.constructs.Construct;

/** AWS's common rules and a rate limit per address, before the API. */
final class Firewall extends Construct {
    /** In five minutes: 20 a second, many times what a shopper needs. */
    private static final int REQUESTS_PER_ADDRESS = 6_000;

    private final CfnWebACL acl;

    /**
     * @param place {@code REGIONAL}, or {@code CLOUDFRONT} in us-east-1
     * @param servers CIDR blocks exempt from all rules: their key has a limit, PHP sends no {@code User-Agent}, titles hold any text
     */
    Firewall(Construct scope, String id, String place, List<String> servers) {
        super(scope, id);
        CfnWebACL.StatementProperty others = servers.isEmpty() ? null : not(set(place, servers));
        acl = CfnWebACL.Builder.create(this, "Rules")
                .scope(place)
                .defaultAction(CfnWebACL.DefaultActionProperty.builder()
                        .allow(CfnWebACL.AllowActionProperty.builder().build())
                        .build())
                .visibilityConfig(visible("all"))
                .rules(List.of(common(others), perAddress(others)))
                .build();
    }

    /** Puts it before a stage of a REST API. */
    void before(Stage stage) {
        CfnWebACLAssociation.Builder.create(this, "Association")
                .resourceArn(stage.getStageArn())
                .webAclArn(arn())
                .build();
    }

    String arn() {
        return acl.getAttrArn();
    }

    private static CfnWebACL.RuleProperty common(CfnWebACL.@Nullable StatementProperty whom) {
        return CfnWebACL.RuleProperty.builder()
                .name("common")
                .priority(0)
                .overrideAction(CfnWebACL.OverrideActionProperty.builder()
                        .none(Map.of())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .managedRuleGroupStatement(CfnWebACL.ManagedRuleGroupStatementProperty.builder()
                                .vendorName("AWS")
                                .name("AWSManagedRulesCommonRuleSet")
                                .scopeDownStatement(whom)
                                // A batch of 500 events exceeds the rule's limit of 8 KB per body.
                                .ruleActionOverrides(List.of(CfnWebACL.RuleActionOverrideProperty.builder()
                                        .name("SizeRestrictions_BODY")
                                        .actionToUse(CfnWebACL.RuleActionProperty.builder()
                                                .count(CfnWebACL.CountActionProperty.builder()
                                                        .build())
                                                .build())
                                        .build()))
                                .build())
                        .build())
                .visibilityConfig(visible("common"))
                .build();
    }

    private String set(String place, List<String> blocks) {
        return CfnIPSet.Builder.create(this, "Servers")
                .scope(place)
                .ipAddressVersion("IPV4")
                .addresses(blocks)
                .build()
                .getAttrArn();
    }

    private static CfnWebACL.StatementProperty not(String set) {
        return CfnWebACL.StatementProperty.builder()
                .notStatement(CfnWebACL.NotStatementProperty.builder()
                        .statement(CfnWebACL.StatementProperty.builder()
                                .ipSetReferenceStatement(CfnWebACL.IPSetReferenceStatementProperty.builder()
                                        .arn(set)
                                        .build())
                                .build())
                        .build())
                .build();
    }

    private static CfnWebACL.RuleProperty perAddress(CfnWebACL.@Nullable StatementProperty whom) {
        return CfnWebACL.RuleProperty.builder()
                .name("per-address")
                .priority(1)
                .action(CfnWebACL.RuleActionProperty.builder()
                        .block(CfnWebACL.BlockActionProperty.builder().build())
                        .build())
                .statement(CfnWebACL.StatementProperty.builder()
                        .rateBasedStatement(CfnWebACL.RateBasedStatementProperty.builder()
                                .aggregateKeyType("IP")
                                .limit(REQUESTS_PER_ADDRESS)
                                .scopeDownStatement(whom)
                                .build())
                        .build())
                .visibilityConfig(visible("per-address"))
                .build();
    }

    private static CfnWebACL.VisibilityConfigProperty visible(String metric) {
        return CfnWebACL.VisibilityConfigProperty.builder()
                .cloudWatchMetricsEnabled(true)
                .metricName(metric)
                .sampledRequestsEnabled(true)
                .build();
    }
}
