package io.nextcart.infra.monitoring;

import io.nextcart.infra.api.ApiStack;
import io.nextcart.infra.api.Packages;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import io.nextcart.infra.training.TrainingStack;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.constructs.Construct;

/** What is looked at and who is woken: the dashboard, the alarms, the budget. */
public final class MonitoringStack extends Stack {
    private static final int WARN_PERCENT = 80;

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
        new ShopDashboard(this, "Dashboard", state, api, training);
        new Alarms(this, "Alarm", settings, api, training, state.notifications());
        if (!settings.monitoring().telegramSecret().isEmpty()) {
            Notifier.create(
                    this, settings.monitoring().telegramSecret(), state.notifications(), packages.jar("notify"));
        }
        if (settings.monitoring().monthlyBudgetUsd() > 0) {
            budget(settings);
        }
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
