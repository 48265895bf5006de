package io.nextcart.functions.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The Lambda behind the calls on events and on what is kept of a shopper. */
public final class EventsHandler implements RequestStreamHandler {
    public EventsHandler(EventsService service) {}

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        throw new IOException("not written yet");
    }
}
