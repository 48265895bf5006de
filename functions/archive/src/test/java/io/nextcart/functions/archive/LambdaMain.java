package io.nextcart.functions.archive;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;

/** Calls the handler as Lambda's runtime does: once, from the environment. */
public final class LambdaMain {
    private LambdaMain() {}

    public static void main(String[] arguments) {
        ClassLoader loader = LambdaMain.class.getClassLoader();
        DynamodbEvent batch = LambdaEventSerializers.serializerFor(DynamodbEvent.class, loader)
                .fromJson(System.in);
        StreamsEventResponse answer = new ArchiveHandler().handleRequest(batch, null);
        LambdaEventSerializers.serializerFor(StreamsEventResponse.class, loader).toJson(answer, System.out);
    }
}
