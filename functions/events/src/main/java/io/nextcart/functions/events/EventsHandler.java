package io.nextcart.functions.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.ApiHandler;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Lambda behind the calls that tell of events, shoppers and items: {@code functions/openapi.yaml}. Thread-safe. */
public final class EventsHandler implements RequestStreamHandler {
    private final ApiHandler api;

    public EventsHandler(EventsService service) {
        this(service, RequestLog.NONE, Cors.NONE);
    }

    /**
     * @param log is told of every request
     * @param cors whose pages may read the answers
     */
    public EventsHandler(EventsService service, RequestLog log, Cors cors) {
        EventCalls calls = new EventCalls(service);
        CatalogueCalls catalogue = new CatalogueCalls(service);
        api = new ApiHandler(
                new Router()
                        .on("POST", "/v1/events", calls::post)
                        .on("GET", "/v1/users/{user_id}/events", calls::last)
                        .on("DELETE", "/v1/users/{user_id}", calls::forget)
                        .on("PUT", "/v1/items/{item_id}", catalogue::put)
                        .on("POST", "/put", calls::compatiblePut)
                        .on("POST", "/get", calls::compatibleGet),
                log,
                cors);
    }

    /** What this Lambda answers: each a method and a path of {@code functions/openapi.yaml}. */
    public List<String> routes() {
        return api.routes();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        api.handleRequest(in, out, context);
    }
}
