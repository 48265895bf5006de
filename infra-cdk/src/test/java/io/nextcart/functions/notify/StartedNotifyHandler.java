package io.nextcart.functions.notify;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.util.Map;

/** The function as Lambda starts and calls it, with the variables of a test. */
public final class StartedNotifyHandler {
    private static final ClassLoader LOADER = StartedNotifyHandler.class.getClassLoader();

    private StartedNotifyHandler() {}

    public static RequestStreamHandler by(Map<String, String> environment) {
        NotifyHandler handler = new NotifyHandler(Telegram.named(environment));
        return (in, out, context) -> handler.handleRequest(
                LambdaEventSerializers.serializerFor(SNSEvent.class, LOADER).fromJson(in), context);
    }
}
