package io.nextcart.infra.monitoring;

import io.nextcart.infra.api.LambdaFunction;
import io.nextcart.infra.api.Packages;
import io.nextcart.infra.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnWaitConditionHandle;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.LambdaSubscription;
import software.constructs.Construct;

/** Monitoring: the dashboard, the alarms, the budget. */
public final class MonitoringStack extends Stack {
    private static final int WARN_PERCENT = 80;
    /** Columns of a dashboard. */
    private static final int WHOLE = 24;

    private static final int NOTIFIER_MEMORY_MB = 512;
    /** Three messages with three attempts each, and the pauses that Telegram demands. */
    private static final int NOTIFIER_TIMEOUT_SECONDS = 180;

    /** @param shops of one stage; the first owns the topic */
    public MonitoringStack(Construct scope, String id, StackProps props, List<Shop> shops, Packages packages) {
        super(scope, id, props);
        Settings settings = shops.get(0).settings();
        Topic topic = shops.get(0).state().notifications();
        if (settings.monitoring().level() == Settings.Level.FULL) {
            full(shops, topic);
        } else if (settings.monitoring().level() == Settings.Level.BASIC) {
            new Alarms(this, "Alarm", settings.guardAlarms(), topic).basic(shops);
        }
        if (!settings.monitoring().telegramParameter().isEmpty()) {
            notifier(settings, topic, packages.jar("notify"));
        }
        if (settings.monitoring().monthlyBudgetUsd() > 0) {
            budget(settings);
        }
        // Costs nothing, and keeps the stack when nothing is monitored: CloudFormation accepts no empty stack.
        CfnWaitConditionHandle.Builder.create(this, "Nothing").build();
    }

    /** Every alarm of each shop, and one dashboard of them all. */
    private void full(List<Shop> shops, Topic topic) {
        Dashboard dashboard = Dashboard.Builder.create(new Construct(this, "Dashboard"), "Dashboard")
                .dashboardName(getStackName())
                .build();
        for (Shop shop : shops) {
            String name = shop.settings().shop();
            if (shops.size() > 1) {
                dashboard.addWidgets(TextWidget.Builder.create()
                        .markdown("# " + shop.settings().name())
                        .width(WHOLE)
                        .height(1)
                        .build());
            }
            ShopDashboard.add(dashboard, shop);
            new Alarms(
                            this,
                            name.isEmpty() ? "Alarm" : "Alarm-" + name,
                            shop.settings().guardAlarms(),
                            topic)
                    .full(shop);
        }
    }

    /** Forwards messages of the topic to a Telegram chat; a SecureString holds the bot's token. */
    private void notifier(Settings settings, Topic topic, Path jar) {
        String parameter = settings.monitoring().telegramParameter();
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
                Map.of("NEXTCART_TELEGRAM_PARAMETER", parameter));
        lambda.allowParameter(parameter);
        topic.addSubscription(new LambdaSubscription(lambda.function()));
    }

    /** The cost of everything tagged with the stage; the tag must be activated for billing once: docs/deploy.md. */
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
