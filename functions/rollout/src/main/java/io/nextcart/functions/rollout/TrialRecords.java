package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of a store's trials. One is only written when it is still what was read, so that of two looks at the same time
 * neither undoes what the other decided; and one that says that its trial is over stays as it is.
 */
final class TrialRecords {
    private static final int ATTEMPTS = 10;
    private static final String FOLDER = "trials/";
    private static final String ENDING = ".json";

    private final ObjectStore store;

    TrialRecords(ObjectStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /** What becomes of a trial, from what is known of it now; may be asked more than once. */
    interface Change {
        /** The same trial when nothing is to be written. */
        Trial of(Trial now) throws IOException;
    }

    /**
     * The record of a trial.
     *
     * @throws IOException when there is none
     * @throws DamagedTrialException when what is there is none
     */
    Trial read(String challenger) throws IOException {
        return trial(stored(challenger), challenger);
    }

    /** The trial that began last; empty when there was none. Records that are damaged are passed over. */
    Optional<Trial> latest() throws IOException {
        Trial last = null;
        for (Trial trial : all()) {
            last = last == null || trial.startedMs() >= last.startedMs() ? trial : last;
        }
        return Optional.ofNullable(last);
    }

    /** The challengers of trials whose records say that they run. */
    List<String> running() throws IOException {
        return all().stream()
                .filter(trial -> !trial.ended())
                .map(Trial::challenger)
                .toList();
    }

    private List<Trial> all() throws IOException {
        List<Trial> all = new ArrayList<>();
        for (String key : store.list(FOLDER)) {
            if (!key.endsWith(ENDING)) {
                continue;
            }
            try {
                all.add(read(key.substring(FOLDER.length(), key.length() - ENDING.length())));
            } catch (DamagedTrialException e) {
                // It says nothing of the other trials.
                System.getLogger(TrialRecords.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            }
        }
        return all;
    }

    /**
     * Writes a trial's first record.
     *
     * @throws IOException when the model was on trial before, or somebody else writes
     */
    void begin(Trial trial) throws IOException {
        String key = key(trial.challenger());
        Optional<Tagged> before = store.get(key);
        if (before.isPresent()) {
            Trial earlier = trial(before.get(), trial.challenger());
            // A start that broke off left a record of a trial that nobody was in.
            if (earlier.ended() || !earlier.looks().isEmpty()) {
                throw new IOException(place(key) + ": the trial of " + trial.challenger() + " is over ("
                        + earlier.reason() + "), expected a model that was on none");
            }
        }
        if (!store.putIf(key, TrialJson.write(trial), before.map(Tagged::etag))) {
            throw new IOException(place(key) + ": written by somebody else meanwhile; ask again");
        }
    }

    /** Changes a trial's record; the answer is what it says from then on. */
    Trial change(String challenger, Change change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Tagged before = stored(challenger);
            Trial now = trial(before, challenger);
            Trial next = change.of(now);
            if (next.equals(now)) {
                return now;
            }
            if (now.ended()) {
                throw new IllegalStateException(
                        "the trial of " + challenger + " is over, expected nobody to change it");
            }
            if (store.putIf(key(challenger), TrialJson.write(next), Optional.of(before.etag()))) {
                return next;
            }
        }
        throw new IOException(place(key(challenger)) + ": others keep changing it; nothing was changed here");
    }

    private Tagged stored(String challenger) throws IOException {
        String key = key(challenger);
        return store.get(key).orElseThrow(() -> new IOException(place(key) + ": no such object, expected a trial"));
    }

    private Trial trial(Tagged record, String challenger) throws IOException {
        return TrialJson.read(record.bytes(), challenger, place(key(challenger)));
    }

    private static String key(String challenger) {
        return FOLDER + challenger + ENDING;
    }

    private String place(String key) {
        return store.location() + "/" + key;
    }
}
