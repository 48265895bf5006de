package io.nextcart.functions.store.http;

import io.nextcart.data.Event;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.RuleStore;
import io.nextcart.functions.store.UserPage;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Stores that another process of this machine keeps. Each call is a POST to a path of its own, with a
 * {@link StoreMessage} as request and response; a status other than 200 comes with its {@code error}. Plain HTTP, so
 * only for one machine.
 *
 * <ul>
 *   <li>{@code put}: {@code events} → {@code fresh}
 *   <li>{@code last}: {@code id} of a user, {@code number} of events → {@code events}
 *   <li>{@code export}: {@code id} of a user, {@code document} where the page begins → {@code events}, {@code number} when the user was
 *       deleted, −1 for never, and {@code document} where the next page begins
 *   <li>{@code delete}: {@code id} of a user → {@code number} of events deleted
 *   <li>{@code put-items}: {@code items} → nothing
 *   <li>{@code get-item}: {@code id} of an item → {@code items}, none or one
 *   <li>{@code changed-items}: {@code number}, the time since → {@code items}
 *   <li>{@code rules}: {@code number} of a version, 0 for the latest → {@code number} and {@code document}; 0 for none
 *   <li>{@code add-rules}: {@code number} and {@code document} of a version → {@code number}, 1 when it was added
 * </ul>
 */
public final class HttpStore implements EventStore, CatalogueStore, RuleStore {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int READ_TIMEOUT_MS = 5_000;

    private final URI place;

    /**
     * @param place base address of the calls, such as {@code http://127.0.0.1:8123/secret}
     * @throws IllegalArgumentException when it is not a plain HTTP address of this machine
     */
    public HttpStore(URI place) {
        this.place = check(place);
    }

    /**
     * Returns the place.
     *
     * @throws IllegalArgumentException when it is not a plain HTTP address of this machine
     */
    public static URI check(URI place) {
        if (!"http".equals(place.getScheme()) || !"127.0.0.1".equals(place.getHost()) || place.getPort() < 1) {
            throw new IllegalArgumentException("the store is " + place + ", expected http://127.0.0.1:port/path");
        }
        return place;
    }

    @Override
    public BitSet put(List<Event> events) throws IOException {
        if (events.size() > MAX_BATCH) {
            throw new IllegalArgumentException(events.size() + " events, expected at most " + MAX_BATCH);
        }
        return call("put", StoreMessage.ofEvents(events)).fresh();
    }

    @Override
    public List<Event> last(UserId user, int limit) throws IOException {
        if (limit < 1 || limit > MAX_READ) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + MAX_READ);
        }
        return call("last", StoreMessage.of(user.value(), limit)).events();
    }

    @Override
    public UserPage export(UserId user, String after) throws IOException {
        return call("export", StoreMessage.ofPage(user, after)).page();
    }

    @Override
    public int delete(UserId user) throws IOException {
        return (int) call("delete", StoreMessage.of(user.value(), 0)).number();
    }

    @Override
    public void putAll(List<CatalogueItem> items) throws IOException {
        if (items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(items.size() + " items, expected at most " + MAX_ITEMS);
        }
        call("put-items", StoreMessage.ofItems(items));
    }

    @Override
    public Optional<CatalogueItem> get(ItemId item) throws IOException {
        return call("get-item", StoreMessage.of(item.value(), 0)).items().stream()
                .findFirst();
    }

    @Override
    public List<CatalogueItem> changedSince(long sinceMs) throws IOException {
        if (sinceMs < 0) {
            throw new IllegalArgumentException("since is " + sinceMs + ", expected milliseconds since 1970");
        }
        return call("changed-items", StoreMessage.of("", sinceMs)).items();
    }

    @Override
    public Version latest() throws IOException {
        StoreMessage found = call("rules", StoreMessage.of("", 0));
        return new Version(found.number(), found.document());
    }

    @Override
    public Optional<Version> get(long version) throws IOException {
        if (version < 1) {
            return Optional.empty();
        }
        StoreMessage found = call("rules", StoreMessage.of("", version));
        return found.number() == 0 ? Optional.empty() : Optional.of(new Version(found.number(), found.document()));
    }

    @Override
    public boolean add(Version next) throws IOException {
        return call("add-rules", StoreMessage.ofDocument(next.version(), next.document()))
                        .number()
                == 1;
    }

    private StoreMessage call(String name, StoreMessage request) throws IOException {
        byte[] body = request.toBytes();
        HttpURLConnection connection = (HttpURLConnection)
                place.resolve(place.getPath() + "/" + name).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
        connection.setReadTimeout(READ_TIMEOUT_MS);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setFixedLengthStreamingMode(body.length);
        connection.getOutputStream().write(body);
        int status = connection.getResponseCode();
        boolean good = status == HttpURLConnection.HTTP_OK;
        try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
            StoreMessage answer = in == null ? StoreMessage.ofError("nothing") : StoreMessage.read(in.readAllBytes());
            if (!good) {
                throw new IOException("the store answered " + status + ": " + answer.error());
            }
            return answer;
        }
    }
}
