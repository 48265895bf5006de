package io.nextcart.training.stage;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finished steps of a training in an object store, for a run whose disk is another: {@code work/<fingerprint>/<step>/<SHA-256>} for each
 * file, and last {@code work/<fingerprint>/<step>/step.json}, which says how the files are called.
 *
 * <p>A file's object is named by its content, so of two trainings of one fingerprint none writes over what the other lists, and a step of
 * the other is taken only when its basis is the same. When one ends and deletes all, the other finds nothing, or half a step, and does
 * it itself.
 *
 * <p>A store that fails is told of in one line and not asked again: no training depends on it. Not thread-safe.
 */
public final class StepStore {
    private static final String ROOT = "work/";

    private final ObjectStore store;
    private final String own;
    private final Stages stages;
    private boolean failed;

    /**
     * @param fingerprint of what the steps depend on, 64 hexadecimal digits
     * @param stages hears of a store that fails
     */
    public StepStore(ObjectStore store, String fingerprint, Stages stages) {
        this.store = requireNonNull(store, "store is null");
        this.own = ROOT + requireNonNull(fingerprint, "fingerprint is null") + "/";
        this.stages = requireNonNull(stages, "stages is null");
    }

    /** Deletes what trainings of other fingerprints left: nobody takes it up. */
    public void sweep() {
        attempt(() -> store.deleteAll(ROOT, key -> !key.startsWith(own)));
    }

    /** Deletes all steps of this fingerprint. */
    void delete() {
        attempt(() -> store.deleteAll(ROOT, key -> key.startsWith(own)));
    }

    /**
     * Keeps a step.
     *
     * @param folder holds the files of the list
     */
    void save(String step, StepList list, Path folder) {
        attempt(() -> {
            for (Map.Entry<String, String> file : list.files().entrySet()) {
                store.upload(key(step, StepList.sha256(file.getValue())), folder.resolve(file.getKey()));
            }
            store.put(key(step, StepList.FILE), list.toJson());
        });
    }

    /** What came of a look for a step. */
    enum Fetched {
        /** There is none of that basis, or the store failed. */
        NOTHING,
        /** Nobody can read its list, or a file of it is gone. */
        DAMAGED,
        /** All that is listed was copied, and the list. */
        ALL
    }

    /**
     * Fetches a step. Whether its files are what the list says is for the caller to see.
     *
     * @param basis of the list; a step of another is none
     * @param folder empty
     */
    Fetched fetch(String step, String basis, Path folder) {
        Fetched[] fetched = {Fetched.NOTHING};
        attempt(() -> {
            Optional<Tagged> json = store.get(key(step, StepList.FILE));
            if (json.isEmpty()) {
                return;
            }
            Optional<StepList> list = StepList.read(json.get().bytes());
            if (list.isEmpty()) {
                fetched[0] = Fetched.DAMAGED;
            } else if (list.get().basis().equals(basis)) {
                fetched[0] = fetchFiles(step, list.get(), folder) ? Fetched.ALL : Fetched.DAMAGED;
            }
        });
        return fetched[0];
    }

    private boolean fetchFiles(String step, StepList list, Path folder) throws IOException {
        try {
            for (Map.Entry<String, String> file : list.files().entrySet()) {
                store.download(key(step, StepList.sha256(file.getValue())), folder.resolve(file.getKey()));
            }
        } catch (NoSuchFileException e) {
            return false; // another training of this fingerprint ended and deleted it
        }
        Files.write(folder.resolve(StepList.FILE), list.toJson());
        return true;
    }

    private interface Call {
        void run() throws IOException;
    }

    private void attempt(Call call) {
        if (failed) {
            return;
        }
        try {
            call.run();
        } catch (IOException e) {
            failed = true;
            stages.note("steps are kept on this disk only: " + e.getMessage());
        }
    }

    private String key(String step, String name) {
        return own + step + "/" + name;
    }
}
