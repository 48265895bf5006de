package io.nextcart.functions.store.http;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventStore;
import java.io.IOException;
import java.net.URI;
import java.util.BitSet;
import java.util.List;

/** Events that another process keeps, by the calls of {@link EventWire}. For one machine: it is plain HTTP. */
public final class HttpEventStore implements EventStore {
    private final HttpCalls calls;

    /**
     * @param place where the calls are, such as {@code http://127.0.0.1:8123/secret}
     * @throws IllegalArgumentException when that is no plain HTTP address of this machine
     */
    public HttpEventStore(URI place) {
        calls = new HttpCalls("the event store", place);
    }

    @Override
    public BitSet put(List<Event> events) throws IOException {
        if (events.size() > MAX_BATCH) {
            throw new IllegalArgumentException(events.size() + " events, expected at most " + MAX_BATCH);
        }
        return EventWire.fresh(calls.call("put", EventWire.events(events)));
    }

    @Override
    public List<Event> last(UserId user, int limit) throws IOException {
        if (limit < 1 || limit > MAX_READ) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + MAX_READ);
        }
        return EventWire.events(calls.call("last", EventWire.object(json -> {
            json.writeStringField("user_id", user.value());
            json.writeNumberField("limit", limit);
        })));
    }

    @Override
    public int delete(UserId user) throws IOException {
        byte[] body = EventWire.object(json -> json.writeStringField("user_id", user.value()));
        if (calls.call("delete", body).get("deleted") instanceof Integer deleted) {
            return deleted;
        }
        throw new IOException("the event store did not tell how many events it deleted");
    }
}
