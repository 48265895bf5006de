package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.store.CatalogueStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.Cursor;

/** What the shop says of its items, in a {@link ShopFile}, in the order of the changes. */
public final class MvCatalogueStore implements CatalogueStore {
    private static final String UNFITTING = "the file holds the time of an item but not the item";

    private final ShopFile file;

    public MvCatalogueStore(ShopFile file) {
        this.file = requireNonNull(file, "file is null");
    }

    @Override
    public void put(CatalogueItem item) throws IOException {
        file.change(maps -> {
            String id = item.itemId().value();
            ItemBody body = ItemBody.of(item);
            long timeMs = item.updatedAtMs();
            Long keptMs = maps.itemTimes().get(id);
            if (keptMs != null) {
                body = body.over(requireNonNull(maps.items().remove(new ChangeKey(keptMs, id)), UNFITTING));
                timeMs = Math.max(keptMs, timeMs);
            }
            ChangeKey key = new ChangeKey(timeMs, id);
            maps.items().put(key, body);
            ChangeStream.said(maps, key, body);
            maps.itemTimes().put(id, timeMs);
            return body;
        });
    }

    @Override
    public Optional<CatalogueItem> get(ItemId item) throws IOException {
        return file.readTogether(maps -> {
            Long timeMs = maps.itemTimes().get(item.value());
            if (timeMs == null) {
                return Optional.empty();
            }
            ChangeKey key = new ChangeKey(timeMs, item.value());
            return Optional.of(requireNonNull(maps.items().get(key), UNFITTING).at(key));
        });
    }

    @Override
    public List<CatalogueItem> changedSince(long sinceMs) throws IOException {
        if (sinceMs < 0) {
            throw new IllegalArgumentException("since is " + sinceMs + ", expected milliseconds since 1970");
        }
        return file.read(maps -> {
            List<CatalogueItem> found = new ArrayList<>();
            Cursor<ChangeKey, ItemBody> changes = maps.items().cursor(new ChangeKey(sinceMs, ""));
            while (changes.hasNext()) {
                ChangeKey key = changes.next();
                found.add(changes.getValue().at(key));
            }
            return found;
        });
    }
}
