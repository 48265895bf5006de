package io.nextcart.local.backup;

import static java.util.Objects.requireNonNull;

import io.nextcart.local.store.ShopFile;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.TrialRecord;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a local shop lie.
 *
 * @param store folder of the models
 * @param data folder of the server's file with events and catalogue
 * @param archive folder of the archive, often that of the store; null for none
 */
public record ShopPlaces(Path store, Path data, @Nullable Path archive) {
    /** What a store holds, by the start of the keys; the pointer to the model in service lies below the last. */
    static final List<String> OF_STORE = List.of(LiftRecord.KEY, RunRecord.PREFIX, TrialRecord.PREFIX, "models/");
    /** What an archive holds. */
    public static final List<String> OF_ARCHIVE = List.of("events/", "tombstones/", "items/", "feeds/");

    public ShopPlaces {
        requireNonNull(store, "store is null");
        requireNonNull(data, "data is null");
    }

    /** The server's file. */
    public Path shopFile() {
        return data.resolve(ShopFile.NAME);
    }
}
