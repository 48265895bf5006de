package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda behind the topic: sends each message to a Telegram chat. Throws when a message cannot be sent, so SNS
 * retries, for hours if necessary.
 */
public final class NotifyHandler implements RequestHandler<SNSEvent, Void> {
    private final Telegram telegram;

    /**
     * Reads the environment variable {@code NEXTCART_TELEGRAM_PARAMETER}, the name of the SecureString with the bot's
     * token and the chat.
     */
    public NotifyHandler() {
        this(Telegram.named(System.getenv()));
    }

    public NotifyHandler(Telegram telegram) {
        this.telegram = requireNonNull(telegram, "telegram is null");
    }

    @Override
    public @Nullable Void handleRequest(SNSEvent event, @Nullable Context context) {
        if (event.getRecords() == null) {
            throw new IllegalArgumentException("no Records, expected an event of SNS");
        }
        List<String> texts = new ArrayList<>();
        for (SNSRecord record : event.getRecords()) {
            if (record.getSNS() == null || record.getSNS().getMessage() == null) {
                throw new IllegalArgumentException("a record has no Sns.Message, expected an event of SNS");
            }
            texts.add(Notice.text(record.getSNS()));
        }
        try {
            for (String text : texts) {
                telegram.send(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return null;
    }
}
