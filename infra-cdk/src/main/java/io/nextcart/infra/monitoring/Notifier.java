package io.nextcart.infra.monitoring;

import io.nextcart.infra.api.LambdaFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.LambdaSubscription;
import software.constructs.Construct;

/** The Lambda that sends the messages of the topic to a Telegram chat. */
final class Notifier {
    /** Three messages, each tried three times, with the pauses that Telegram asks for. */
    private static final int TIMEOUT_SECONDS = 180;

    private static final int MEMORY_MB = 512;

    private Notifier() {}

    /**
     * @param secret the name of the secret with the bot's token, in this account and region
     */
    static void create(Construct scope, String secret, Topic topic, Path jar) {
        LambdaFunction lambda = new LambdaFunction(
                scope,
                "Notifier",
                new LambdaFunction.Spec(
                        "sends notifications to Telegram",
                        jar,
                        "io.nextcart.functions.notify.NotifyHandler",
                        MEMORY_MB,
                        TIMEOUT_SECONDS,
                        false),
                Map.of("NEXTCART_TELEGRAM_SECRET", secret));
        Stack stack = Stack.of(scope);
        // Secrets Manager adds a hyphen and six characters of its own to a name.
        lambda.allow(
                List.of("secretsmanager:GetSecretValue"),
                "arn:" + stack.getPartition() + ":secretsmanager:" + stack.getRegion() + ":" + stack.getAccount()
                        + ":secret:" + secret + "-??????");
        topic.addSubscription(new LambdaSubscription(lambda.function()));
    }
}
