package io.nextcart.store.registry;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.TrialRecord;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trial of a version.
 *
 * @param record null when it is damaged
 * @param isShown whether {@code models/current.json} names the version as the challenger
 * @param problem what is wrong with the record, in one line with its place; otherwise empty
 */
public record StoredTrial(@Nullable TrialRecord record, boolean isShown, String problem) {
    /** The trial of a version, or null when there was none. */
    static @Nullable StoredTrial in(ObjectStore store, String version, boolean isShown) throws IOException {
        String key = TrialRecord.key(version);
        Optional<Tagged> found = store.get(key);
        if (found.isEmpty()) {
            return null;
        }
        try {
            String place = store.location() + "/" + key;
            return new StoredTrial(TrialRecord.read(found.get().bytes(), version, place), isShown, "");
        } catch (DamagedDocumentException e) {
            return new StoredTrial(null, isShown, String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@code running}, {@code promoted}, {@code rolled_back}, {@code damaged}, or {@code ended} when it was ended
     * manually.
     */
    public String state() {
        return record == null ? StoredModel.State.DAMAGED.wireName() : wasEndedManually() ? "ended" : record.state();
    }

    /**
     * Whether the record still says that the trial runs, but no shopper gets the challenger: for example after a
     * rollback.
     */
    private boolean wasEndedManually() {
        return record != null && !record.ended() && !isShown;
    }

    StoredTrial withLastLook() {
        return new StoredTrial(record == null ? null : record.withLastLook(), isShown, problem);
    }

    JsonFields toJson() {
        if (record == null) {
            return new JsonFields().put("problem", problem);
        }
        JsonFields json = record.toJson().put("state", state());
        return wasEndedManually()
                ? json.put("reason", "it was ended manually: models/current.json does not name it as the challenger")
                : json;
    }
}
