package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.TrialRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The trial records of a store. A record is written only if it has not changed since it was read, so that concurrent
 * looks cannot undo each other's decisions; the record of a finished trial never changes.
 */
final class TrialRecords {
    private static final int ATTEMPTS = 10;
    private static final String ENDING = ".json";

    private final ObjectStore store;

    TrialRecords(ObjectStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /** Changes a trial; may be called more than once. */
    interface Change {
        /** Returns the same trial when there is nothing to write. */
        TrialRecord of(TrialRecord now) throws IOException;
    }

    /**
     * The record of a trial.
     *
     * @throws IOException when there is none
     * @throws DamagedDocumentException when it is damaged
     */
    TrialRecord read(String challenger) throws IOException {
        return trial(stored(challenger), challenger);
    }

    /** The trial that started last; empty when there was none. Skips damaged records. */
    Optional<TrialRecord> latest() throws IOException {
        return all().stream().max(Comparator.comparingLong(TrialRecord::startedMs));
    }

    /** The challengers of trials that run by their records. */
    List<String> running() throws IOException {
        return all().stream()
                .filter(trial -> !trial.ended())
                .map(TrialRecord::challenger)
                .toList();
    }

    private List<TrialRecord> all() throws IOException {
        List<TrialRecord> all = new ArrayList<>();
        for (String key : store.list(TrialRecord.PREFIX)) {
            if (!key.endsWith(ENDING)) {
                continue;
            }
            try {
                all.add(read(key.substring(TrialRecord.PREFIX.length(), key.length() - ENDING.length())));
            } catch (DamagedDocumentException e) {
                // It does not affect the other trials.
                System.getLogger(TrialRecords.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
        return all;
    }

    /**
     * Writes a trial's first record.
     *
     * @throws IOException when the model was on trial before, or another process writes
     */
    void begin(TrialRecord trial) throws IOException {
        String key = TrialRecord.key(trial.challenger());
        Optional<Tagged> before = store.get(key);
        if (before.isPresent()) {
            TrialRecord earlier = trial(before.get(), trial.challenger());
            // An interrupted start left the record of a trial without participants.
            if (earlier.ended() || !earlier.looks().isEmpty()) {
                throw new IOException(place(key) + ": the trial of " + trial.challenger() + " is over ("
                        + earlier.reason() + "), expected a model that was never on trial");
            }
        }
        if (!store.putIf(key, trial.toJson().toIndentedBytes(), before.map(Tagged::etag))) {
            throw new IOException(place(key) + ": another process wrote it meanwhile; try again");
        }
    }

    /** Changes a trial's record, and returns the new one. */
    TrialRecord change(String challenger, Change change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Tagged before = stored(challenger);
            TrialRecord now = trial(before, challenger);
            TrialRecord next = change.of(now);
            if (next.equals(now)) {
                return now;
            }
            if (now.ended()) {
                throw new IllegalStateException("the trial of " + challenger + " is over, expected no more changes");
            }
            if (store.putIf(TrialRecord.key(challenger), next.toJson().toIndentedBytes(), Optional.of(before.etag()))) {
                return next;
            }
        }
        throw new IOException(place(TrialRecord.key(challenger)) + ": others keep changing it; nothing was changed");
    }

    private Tagged stored(String challenger) throws IOException {
        String key = TrialRecord.key(challenger);
        return store.get(key).orElseThrow(() -> new IOException(place(key) + ": no such object, expected a trial"));
    }

    private TrialRecord trial(Tagged record, String challenger) throws IOException {
        return TrialRecord.read(record.bytes(), challenger, place(TrialRecord.key(challenger)));
    }

    private String place(String key) {
        return store.location() + "/" + key;
    }
}
