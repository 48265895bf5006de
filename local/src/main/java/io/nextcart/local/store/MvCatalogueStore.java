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

/** The catalogue in a {@link ShopFile}, in the order of the changes. */
public final class MvCatalogueStore implements CatalogueStore {
    private static final String UNFITTING = "the file holds the time of an item but not the item";

    private final ShopFile file;

    public MvCatalogueStore(ShopFile file) {
        this.file = requireNonNull(file, "file is null");
    }

    @Override
    public void putAll(List<CatalogueItem> items) throws IOException {
        if (items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(items.size() + " items, expected at most " + MAX_ITEMS);
        }
        file.change(maps -> {
            items.forEach(item -> put(maps, item));
            return items.size();
        });
    }

    private static void put(Maps maps, CatalogueItem item) {
        String id = item.itemId().value();
        CatalogueItem now = item;
        Long keptMs = maps.itemTimes().get(id);
        if (keptMs != null) {
            ItemRow.Key key = new ItemRow.Key(keptMs, id);
            CatalogueItem kept =
                    requireNonNull(maps.items().get(key), UNFITTING).at(key);
            now = item.over(kept);
            if (now.saysWhat(kept)) {
                return;
            }
            maps.items().remove(key);
        }
        maps.items().put(new ItemRow.Key(now.updatedAtMs(), id), ItemRow.of(now));
        ChangeStream.said(maps, now);
        maps.itemTimes().put(id, now.updatedAtMs());
    }

    @Override
    public Optional<CatalogueItem> get(ItemId item) throws IOException {
        return file.readTogether(maps -> {
            Long timeMs = maps.itemTimes().get(item.value());
            if (timeMs == null) {
                return Optional.empty();
            }
            ItemRow.Key key = new ItemRow.Key(timeMs, item.value());
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
            Cursor<ItemRow.Key, ItemRow> changes = maps.items().cursor(new ItemRow.Key(sinceMs, ""));
            while (changes.hasNext()) {
                ItemRow.Key key = changes.next();
                found.add(changes.getValue().at(key));
            }
            return found;
        });
    }
}
