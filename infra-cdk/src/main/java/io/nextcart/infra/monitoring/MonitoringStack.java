package io.nextcart.infra.monitoring;

import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.api.LambdaFunction;
import io.nextcart.infra.api.Packages;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import io.nextcart.infra.training.TrainingStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnWaitConditionHandle;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.LambdaSubscription;
import software.constructs.Construct;

/** What is looked at and who is woken: the dashboard, the alarms, the budget. */
public final class MonitoringStack extends Stack {
    private static final int WARN_PERCENT = 80;
    private static final int NOTIFIER_MEMORY_MB = 512;
    /** Three messages, each tried three times, with the pauses that Telegram asks for. */
    private static final int NOTIFIER_TIMEOUT_SECONDS = 180;

    /**
     * @param training null where none is deployed
     */
    public MonitoringStack(
            Construct scope,
            String id,
            StackProps props,
            Settings settings,
            StateStack state,
            ApiStack api,
            @Nullable TrainingStack training,
            Packages packages) {
        super(scope, id, props);
        if (settings.monitoring().level() == Settings.Level.FULL) {
            new ShopDashboard(this, "Dashboard", state, api, training);
        }
        new Alarms(this, "Alarm", settings, api, training, state.notifications());
        if (!settings.monitoring().telegramSecret().isEmpty()) {
            notifier(settings, state.notifications(), packages.jar("notify"));
        }
        if (settings.monitoring().monthlyBudgetUsd() > 0) {
            budget(settings);
        }
        // Costs nothing, and lets the stack stay when nothing is watched: CloudFormation takes no empty one.
        CfnWaitConditionHandle.Builder.create(this, "Nothing").build();
    }

    /** Sends the messages of the topic to a Telegram chat; the secret holds the bot's token. */
    private void notifier(Settings settings, Topic topic, Path jar) {
        String secret = settings.monitoring().telegramSecret();
        LambdaFunction lambda = new LambdaFunction(
                this,
                "Notifier",
                new LambdaFunction.Spec(
                        "sends notifications to Telegram",
                        jar,
                        "io.nextcart.functions.notify.NotifyHandler",
                        NOTIFIER_MEMORY_MB,
                        NOTIFIER_TIMEOUT_SECONDS,
                        false,
                        settings.api().lambdas().arm64()),
                Map.of("NEXTCART_TELEGRAM_SECRET", secret));
        // Secrets Manager adds a hyphen and six characters of its own to a name.
        lambda.allow(
                List.of("secretsmanager:GetSecretValue"),
                "arn:" + getPartition() + ":secretsmanager:" + getRegion() + ":" + getAccount() + ":secret:" + secret
                        + "-??????");
        topic.addSubscription(new LambdaSubscription(lambda.function()));
    }

    /** Of what is tagged with the stage; the tag has to be switched on for billing once: docs/deploy.md. */
    private void budget(Settings settings) {
        CfnBudget.SubscriberProperty mail = CfnBudget.SubscriberProperty.builder()
                .subscriptionType("EMAIL")
                .address(settings.monitoring().alarmEmail())
                .build();
        CfnBudget.Builder.create(this, "Budget")
                .budget(CfnBudget.BudgetDataProperty.builder()
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(CfnBudget.SpendProperty.builder()
                                .amount(settings.monitoring().monthlyBudgetUsd())
                                .unit("USD")
                                .build())
                        .costFilters(Map.of("TagKeyValue", List.of("user:nextcart:stage$" + settings.stage())))
                        .build())
                .notificationsWithSubscribers(
                        List.of(warn("ACTUAL", WARN_PERCENT, mail), warn("FORECASTED", 100, mail)))
                .build();
    }

    private static CfnBudget.NotificationWithSubscribersProperty warn(
            String type, int percent, CfnBudget.SubscriberProperty mail) {
        return CfnBudget.NotificationWithSubscribersProperty.builder()
                .notification(CfnBudget.NotificationProperty.builder()
                        .notificationType(type)
                        .comparisonOperator("GREATER_THAN")
                        .threshold(percent)
                        .thresholdType("PERCENTAGE")
                        .build())
                .subscribers(List.of(mail))
                .build();
    }
}
