package io.nextcart.functions.notify;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;

/** Calls the handler as Lambda's runtime does: once, from the environment. */
public final class LambdaMain {
    private LambdaMain() {}

    public static void main(String[] arguments) {
        SNSEvent event = LambdaEventSerializers.serializerFor(SNSEvent.class, LambdaMain.class.getClassLoader())
                .fromJson(System.in);
        new NotifyHandler().handleRequest(event, null);
    }
}
