package io.nextcart.functions.store.http;

import io.nextcart.data.ItemId;
import io.nextcart.functions.store.CatalogueItem;
import io.nextcart.functions.store.CatalogueStore;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A catalogue that another process keeps, by the calls of {@link CatalogueWire}. For one machine: it is plain HTTP. */
public final class HttpCatalogueStore implements CatalogueStore {
    private final HttpCalls calls;

    /**
     * @param place where the calls are, such as {@code http://127.0.0.1:8123/secret}
     * @throws IllegalArgumentException when that is no plain HTTP address of this machine
     */
    public HttpCatalogueStore(URI place) {
        calls = new HttpCalls("the catalogue", place);
    }

    @Override
    public void put(CatalogueItem item) throws IOException {
        calls.call("put-item", CatalogueWire.item(item));
    }

    @Override
    public Optional<CatalogueItem> get(ItemId item) throws IOException {
        byte[] body = EventWire.object(json -> json.writeStringField("item_id", item.value()));
        return CatalogueWire.items(calls.call("get-item", body)).stream().findFirst();
    }

    @Override
    public List<CatalogueItem> changedSince(long sinceMs) throws IOException {
        if (sinceMs < 0) {
            throw new IllegalArgumentException("since is " + sinceMs + ", expected milliseconds since 1970");
        }
        byte[] body = EventWire.object(json -> json.writeNumberField("since_ms", sinceMs));
        return CatalogueWire.items(calls.call("changed-items", body));
    }
}
