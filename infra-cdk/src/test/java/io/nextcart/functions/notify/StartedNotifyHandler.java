package io.nextcart.functions.notify;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.Map;

/** The function as Lambda starts it, by variables that a test gives. */
public final class StartedNotifyHandler {
    private StartedNotifyHandler() {}

    public static RequestStreamHandler by(Map<String, String> environment) {
        return new NotifyHandler(Telegram.named(environment));
    }
}
