package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda behind the topic: each message goes to a chat of Telegram. Whatever cannot be sent is an exception, so that SNS tries
 * again, for hours if need be.
 */
public final class NotifyHandler implements RequestStreamHandler {
    private final Telegram telegram;

    /** By the environment: {@code NEXTCART_TELEGRAM_SECRET}, the name of the secret with the bot's token and the chat. */
    public NotifyHandler() {
        this(Telegram.named(System.getenv()));
    }

    /** Sends by a bot. */
    public NotifyHandler(Telegram telegram) {
        this.telegram = requireNonNull(telegram, "telegram is null");
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        for (Notice notice : Notice.read(in)) {
            telegram.send(notice.text());
        }
        out.write("{}".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
