package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands for {@code sns:publish}: a message is told on the spot, and handed to who has subscribed. Refuses what SNS would: <a
 * href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>.
 */
final class Topic implements Resource {
    private static final Pattern SUBJECT = Pattern.compile("[!-~][ -~]{0,99}");
    private static final int MOST_BYTES = 262_144;
    private static final String INVALID = "Sns.InvalidParameterException";

    private final Consumer<String> lines;
    private final @Nullable Subscriber notifier;

    /** Who reads messages. */
    @FunctionalInterface
    interface Subscriber {
        void receive(String subject, String message) throws StateFailure;
    }

    /**
     * @param lines takes each message, and a line when the notifier fails
     * @param notifier null when nobody has subscribed
     */
    Topic(Consumer<String> lines, @Nullable Subscriber notifier) {
        this.lines = requireNonNull(lines, "lines is null");
        this.notifier = notifier;
    }

    @Override
    public Object call(Map<?, ?> parameters) throws StateFailure {
        if (!(parameters.get("Subject") instanceof String subject)
                || !SUBJECT.matcher(subject).matches()) {
            throw new StateFailure(
                    INVALID, "Subject is '" + parameters.get("Subject") + "', expected 1 to 100 characters of ASCII");
        }
        if (!(parameters.get("Message") instanceof String message)
                || message.isEmpty()
                || message.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new StateFailure(INVALID, "Message is empty or longer than " + MOST_BYTES + " bytes");
        }
        lines.accept("message: " + subject + ": " + message);
        if (notifier != null) {
            try {
                notifier.receive(subject, message);
            } catch (StateFailure failure) {
                // A message is published once the topic has it, whoever it then reaches.
                lines.accept("the message could not be sent on: " + failure.getMessage());
            }
        }
        return Map.of("MessageId", "local");
    }
}
