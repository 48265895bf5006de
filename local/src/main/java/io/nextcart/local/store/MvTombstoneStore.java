package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.UserId;
import io.nextcart.functions.store.Tombstone;
import io.nextcart.functions.store.TombstoneStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.h2.mvstore.Cursor;

/** The tombstones that {@link MvEventStore#delete} leaves in a {@link ShopFile}. Few, and read rarely: all are looked at. */
public final class MvTombstoneStore implements TombstoneStore {
    private static final Comparator<Tombstone> BY_TIME =
            Comparator.comparingLong(Tombstone::deletedAtMs).thenComparing(Tombstone::userId);

    private final ShopFile file;

    public MvTombstoneStore(ShopFile file) {
        this.file = requireNonNull(file, "file is null");
    }

    @Override
    public List<Tombstone> since(long sinceMs) throws IOException {
        return file.read(maps -> {
            List<Tombstone> found = new ArrayList<>();
            Cursor<String, Long> all = maps.tombstones().cursor(null);
            while (all.hasNext()) {
                String user = all.next();
                if (all.getValue() >= sinceMs) {
                    found.add(new Tombstone(new UserId(user), all.getValue()));
                }
            }
            found.sort(BY_TIME);
            return found;
        });
    }
}
