package io.nextcart.functions.events;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.RequestLog;
import java.util.Map;

/** The function as Lambda starts it, with the variables of a test. */
public final class StartedEventsFunction {
    private StartedEventsFunction() {}

    public static RequestStreamHandler by(Map<String, String> environment, RequestLog log) {
        return new EventsFunction(environment, log);
    }
}
