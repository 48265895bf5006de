package io.nextcart.functions.archive;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.util.Map;

/** The function as Lambda starts and calls it, with the variables of a test. */
public final class StartedArchiveHandler {
    private static final ClassLoader LOADER = StartedArchiveHandler.class.getClassLoader();

    private StartedArchiveHandler() {}

    public static RequestStreamHandler by(Map<String, String> environment) {
        ArchiveHandler handler = new ArchiveHandler(ArchiveHandler.archive(environment), System.err::println);
        return (in, out, context) -> LambdaEventSerializers.serializerFor(StreamsEventResponse.class, LOADER)
                .toJson(
                        handler.handleRequest(
                                LambdaEventSerializers.serializerFor(DynamodbEvent.class, LOADER)
                                        .fromJson(in),
                                context),
                        out);
    }
}
