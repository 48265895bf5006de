package io.nextcart.local.cli;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.local.client.ShopClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends events to a running server; sends again what may not have been kept. */
final class EventSender {
    private static final int ATTEMPTS = 8;
    private static final long FIRST_WAIT_MS = 100;
    private static final long LONGEST_WAIT_MS = 5_000;

    private final URI server;
    private final ShopClient client;

    /**
     * @param server without a path, such as {@code http://127.0.0.1:8080}
     */
    EventSender(URI server, @Nullable String apiKey) {
        this.server = requireNonNull(server, "server is null");
        this.client = new ShopClient(server, apiKey);
    }

    /**
     * Holds that a server answers.
     *
     * @throws IOException that says what to do
     */
    void requireServer() throws IOException {
        try {
            client.health();
        } catch (ShopClient.UnreachableException e) {
            throw new IOException(
                    "no server answers at " + server
                            + "; start one with nextcart serve --store DIR, or name it with --url",
                    e);
        }
    }

    /**
     * Sends one batch.
     *
     * @param events 1 to 500
     * @throws IOException when it may not have been kept after several attempts
     */
    ShopClient.Receipt send(List<Event> events) throws IOException, InterruptedException {
        long waitMs = FIRST_WAIT_MS;
        for (int attempt = 1; ; attempt++) {
            IOException failure;
            try {
                return client.send(events);
            } catch (ShopClient.StatusException e) {
                if (e.status() == 401 || e.status() == 403) {
                    throw new BadInputException(
                            server + " refuses the API key (" + e.status() + "), expected its key in --api-key", e);
                }
                if (e.status() != 503 && e.status() != 429) {
                    throw e;
                }
                failure = e;
            } catch (ShopClient.UnreachableException e) {
                failure = e;
            }
            if (attempt == ATTEMPTS) {
                throw new IOException(failure.getMessage() + ", " + ATTEMPTS + " times in a row", failure);
            }
            Thread.sleep(waitMs);
            waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
        }
    }
}
