package io.nextcart.functions.events;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Environment;
import io.nextcart.data.Pseudonyms;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.FunctionLog;
import io.nextcart.functions.api.PseudonymKey;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.store.settings.StoreSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The entry point for Lambda: {@link EventsHandler} over the stores of {@link StoreSettings}. Reads the event store
 * once before the first request, so no shopper waits for class loading; waits at most {@value #PRIMING_MS} ms for a
 * store that hangs.
 */
public final class EventsFunction implements RequestStreamHandler, Resource {
    private static final byte[] FIRST_REQUEST =
            "{\"httpMethod\":\"GET\",\"path\":\"/v1/users/nextcart-priming/events\"}".getBytes(StandardCharsets.UTF_8);

    private static final long PRIMING_MS = 3_000;

    private final EventsService service;
    private final EventsHandler handler;

    public EventsFunction() {
        this(System.getenv(), FunctionLog.start("events", System.getenv(), System.out));
    }

    EventsFunction(Map<String, String> environment, RequestLog log) {
        Environment variables = new Environment(environment);
        StoreSettings settings = StoreSettings.of(variables);
        ApiKeys keys = ApiKeys.named(variables);
        Pseudonyms pseudonyms = PseudonymKey.named(
                variables, () -> DefaultCredentialsProvider.builder().build().resolveCredentials());
        variables.check();
        StoreSettings.Stores stores = settings.open();
        service = new EventsService(stores.events(), stores.catalogue(), stores.rules(), Clock.systemUTC());
        handler = new EventsHandler(service, log, Cors.named(environment), keys, pseudonyms);
        prime();
        Core.getGlobalContext().register(this);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        handler.handleRequest(in, out, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        prime();
    }

    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        // The first use of a connection that the snapshot broke fails and opens a new one.
    }

    private void prime() {
        Thread priming = new Thread(this::ask, "priming");
        priming.setDaemon(true);
        priming.start();
        try {
            priming.join(PRIMING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            // A handler without metrics.
            new EventsHandler(service)
                    .handleRequest(new ByteArrayInputStream(FIRST_REQUEST), OutputStream.nullOutputStream(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }
}
