package io.nextcart.infra.api;

import io.nextcart.infra.iam.Accepted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarm;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnAlias;
import software.constructs.Construct;

/**
 * New code answers a tenth of the requests for five minutes, then all of them; before that, a hook may test it. It is
 * rolled back when it throws, answers 5xx, or has no model where the old code has one, or when the gateway answers 5xx.
 */
final class GradualDeployment extends Construct {
    private static final Duration MINUTE = Duration.minutes(1);
    private static final int MINUTES = 5;
    /** One failure may be chance; in a small shop the new code gets two or three requests a minute. */
    private static final int MINUTES_TO_ALARM = 2;

    private static final int FEW_GATEWAY_ERRORS = 3;

    private final LambdaDeploymentGroup group;

    /**
     * @param function the value of the dimension {@link io.nextcart.functions.api.Metric#FUNCTION}
     * @param stage whose metrics by version are watched too; null to watch only the gateway
     * @param gateway alarm that rolls back
     */
    GradualDeployment(
            Construct scope,
            String id,
            LambdaApplication application,
            Alias alias,
            String function,
            @Nullable String stage,
            Alarm gateway) {
        super(scope, id);
        List<IAlarm> alarms =
                stage == null ? List.of(gateway) : List.of(newCodeFails(id, alias, function, stage), gateway);
        group = LambdaDeploymentGroup.Builder.create(this, "Deployment")
                .application(application)
                .alias(alias)
                .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES)
                .alarms(alarms)
                .autoRollback(AutoRollbackConfig.builder()
                        .failedDeployment(true)
                        .stoppedDeployment(true)
                        .deploymentInAlarm(true)
                        .build())
                .build();
        Accepted.finding(
                group.getRole(),
                "AwsSolutions-IAM4",
                "CodeDeploy's own policy for Lambda, limited by AWS to shifting aliases, reading alarms and invoking hooks"
                        + " named CodeDeployHook_*.");
    }

    /** Rings when the new version throws, answers 5xx, or has no model where the old one has one. */
    private Alarm newCodeFails(String id, Alias alias, String function, String stage) {
        String name = alias.getLambda().getFunctionName();
        String version = alias.getVersion().getVersion();
        String namespace = io.nextcart.functions.api.Metric.namespace(stage);
        Map<String, String> ofFunction = Map.of(io.nextcart.functions.api.Metric.FUNCTION, function);
        Map<String, String> ofVersion = new TreeMap<>(ofFunction);
        ofVersion.put(io.nextcart.functions.api.Metric.VERSION, version);
        String errors = io.nextcart.functions.api.Metric.ERRORS.wireName();
        String missing = io.nextcart.functions.api.Metric.MODEL_MISSING.wireName();
        Map<String, IMetric> metrics = new TreeMap<>();
        metrics.put(
                "thrown",
                sum(
                        "AWS/Lambda",
                        "Errors",
                        Map.of(
                                "FunctionName", name,
                                "Resource", name + ":" + alias.getAliasName(),
                                "ExecutedVersion", version)));
        metrics.put("failed", sum(namespace, errors, ofVersion));
        String failures = "FILL(thrown,0)+FILL(failed,0)";
        if (io.nextcart.functions.api.Metric.MODEL_MISSING.functions().contains(function)) {
            metrics.put("lost", sum(namespace, missing, ofVersion));
            metrics.put("everywhere", sum(namespace, missing, ofFunction));
            // Not if the old code has no model either.
            failures += "+IF(FILL(lost,0)==FILL(everywhere,0),FILL(lost,0),0)";
        }
        return alarm(
                this,
                "NewCodeFails",
                null,
                "New code of " + id + " throws, answers 5xx or has no model: the deployment is rolled back",
                MathExpression.Builder.create()
                        .expression(failures)
                        .usingMetrics(metrics)
                        .label("failures of the new version")
                        .period(MINUTE)
                        .build(),
                1);
    }

    /**
     * Rings when the gateway answers 5xx, whatever the cause.
     *
     * @param name with the prefix of a trial's guards; null for one made by CloudFormation
     */
    static Alarm gatewayFails(Stack stack, GatewayMetrics gateway, @Nullable String name) {
        return alarm(
                stack,
                "GatewayFails",
                name,
                "The API answers 5xx. See the access log for which call, the function's log for why. A deployment that is under way is"
                        + " rolled back, a trial ends",
                gateway.sum(GatewayMetrics.SERVER_ERRORS, MINUTE),
                FEW_GATEWAY_ERRORS);
    }

    /**
     * Has a hook test new code before it gets a request; the name of the hook's function begins with {@code
     * CodeDeployHook_}.
     */
    void askBefore(LambdaFunction hook, Alias alias) {
        hook.allow(List.of("codedeploy:PutLifecycleEventHookExecutionStatus"), group.getDeploymentGroupArn());
        // addPreHook would grant CodeDeploy a right that its policy already has.
        ((CfnAlias) alias.getNode().getDefaultChild())
                .addOverride(
                        "UpdatePolicy.CodeDeployLambdaAliasUpdate.BeforeAllowTrafficHook",
                        hook.function().getFunctionName());
    }

    private static Alarm alarm(
            Construct scope, String id, @Nullable String name, String description, IMetric metric, int threshold) {
        return Alarm.Builder.create(scope, id)
                .alarmName(name)
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold)
                .evaluationPeriods(MINUTES)
                .datapointsToAlarm(MINUTES_TO_ALARM)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }

    private static Metric sum(String namespace, String name, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(dimensions)
                .statistic("Sum")
                .period(MINUTE)
                .build();
    }
}
