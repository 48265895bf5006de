package io.nextcart.functions.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.ApiHandler;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The Lambda behind the calls on events and on what is kept of a shopper: {@code docs/api.md}. Thread-safe. */
public final class EventsHandler implements RequestStreamHandler {
    private final ApiHandler api;

    public EventsHandler(EventsService service) {
        this(service, RequestLog.NONE);
    }

    /**
     * @param log is told of every request
     */
    public EventsHandler(EventsService service, RequestLog log) {
        EventCalls calls = new EventCalls(service);
        api = new ApiHandler(
                new Router()
                        .on("POST", "/v1/events", calls::post)
                        .on("GET", "/v1/users/{user_id}/events", calls::last)
                        .on("DELETE", "/v1/users/{user_id}", calls::forget)
                        .on("POST", "/put", calls::compatiblePut)
                        .on("POST", "/get", calls::compatibleGet),
                log);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        api.handleRequest(in, out, context);
    }
}
