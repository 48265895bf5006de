package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Map;
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

    private final Subscriber told;
    private final @Nullable Subscriber notifier;

    /** Who reads messages. */
    @FunctionalInterface
    interface Subscriber {
        void receive(String subject, String message) throws StateFailure;
    }

    /**
     * @param notifier null when nobody has subscribed
     */
    Topic(Subscriber told, @Nullable Subscriber notifier) {
        this.told = requireNonNull(told, "told is null");
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
        told.receive(subject, message);
        if (notifier != null) {
            notifier.receive(subject, message);
        }
        return Map.of("MessageId", "local");
    }
}
