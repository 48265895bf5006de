package io.nextcart.infra.api;

import io.nextcart.infra.iam.Accepted;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/**
 * New code answers a tenth of the requests for five minutes, then all of them. When it throws, or does not answer in time, its
 * alarm rings and the code before it answers again.
 */
final class GradualDeployment extends Construct {
    private static final int FEW_ERRORS = 3;

    GradualDeployment(Construct scope, String id, LambdaApplication application, Alias alias) {
        super(scope, id);
        Alarm errors = Alarm.Builder.create(this, "NewCodeFails")
                .alarmDescription("New code of " + id + " throws or times out: the deployment is rolled back")
                .metric(Metric.Builder.create()
                        .namespace("AWS/Lambda")
                        .metricName("Errors")
                        .dimensionsMap(Map.of(
                                "FunctionName",
                                alias.getLambda().getFunctionName(),
                                "Resource",
                                alias.getLambda().getFunctionName() + ":" + alias.getAliasName()))
                        .statistic("Sum")
                        .period(Duration.minutes(1))
                        .build())
                .threshold(FEW_ERRORS)
                .evaluationPeriods(1)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        LambdaDeploymentGroup group = LambdaDeploymentGroup.Builder.create(this, "Deployment")
                .application(application)
                .alias(alias)
                .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES)
                .alarms(List.of(errors))
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
}
