package io.nextcart.store.registry;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.TrainingDetails;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A training that left no model in the store.
 *
 * @param state {@code refused} by the gate; {@code unusable} log or settings; {@code failed}; or {@code damaged}, like
 *     its record
 * @param version the name that a refused model had, or null
 * @param endedAtMs milliseconds since the epoch, or −1 when unknown
 * @param events in the log, or −1 when it was not read
 * @param cause one line
 * @param training the details of a refused model's manifest; null when there is none that can be read
 */
public record FruitlessRun(
        String run,
        String state,
        @Nullable String version,
        long endedAtMs,
        long events,
        String cause,
        @Nullable TrainingDetails training) {
    private static final String ENDING = ".json";
    /** The start of the summary line that says why the gate refused. */
    private static final String REFUSAL = "Gate: ";

    public FruitlessRun {
        requireNonNull(run, "run is null");
        requireNonNull(state, "state is null");
        requireNonNull(cause, "cause is null");
    }

    /** The run under a key; empty when it gave a model, or the object is not a run record. */
    static Optional<FruitlessRun> in(ObjectStore store, String key) throws IOException {
        Optional<Tagged> found =
                key.endsWith(ENDING) && !key.endsWith(RunRecord.MANIFEST_ENDING) ? store.get(key) : Optional.empty();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String run = key.substring(RunRecord.PREFIX.length(), key.length() - ENDING.length());
        try {
            RunRecord record = RunRecord.read(found.get().bytes(), store.location() + "/" + key);
            return record.outcome().hasModel()
                    ? Optional.empty()
                    : Optional.of(new FruitlessRun(
                            run,
                            record.outcome().wireName(),
                            record.models().version(),
                            record.effort().endedAtMs(),
                            record.events() == 0 ? -1 : record.events(),
                            cause(record),
                            record.outcome() == RunOutcome.REFUSED ? training(store, run) : null));
        } catch (DamagedDocumentException e) {
            String damaged = StoredModel.State.DAMAGED.wireName();
            return Optional.of(new FruitlessRun(run, damaged, null, -1, -1, String.valueOf(e.getMessage()), null));
        }
    }

    private static @Nullable TrainingDetails training(ObjectStore store, String run) throws IOException {
        String key = RunRecord.manifestKey(run);
        Optional<Tagged> manifest = store.get(key);
        try {
            return manifest.isEmpty()
                    ? null
                    : Manifest.parse(manifest.get().bytes(), store.location() + "/" + key)
                            .training();
        } catch (DamagedDocumentException e) {
            return null; // the record says why it was refused
        }
    }

    private static String cause(RunRecord record) {
        RunRecord.Failure failure = record.failure();
        if (failure != null) {
            return failure.stage() + ": " + failure.cause();
        }
        String refusals = record.lines().stream()
                .filter(line -> line.startsWith(REFUSAL))
                .map(line -> line.substring(REFUSAL.length()))
                .collect(Collectors.joining("; "));
        return refusals.isEmpty() ? "no cause was recorded" : refusals;
    }

    public JsonFields toJson() {
        JsonFields json = new JsonFields()
                .put("run", run)
                .put("version", version)
                .put("state", state)
                .put("problem", cause)
                .put("ended_at", endedAtMs < 0 ? null : endedAtMs)
                .put("events", events < 0 ? null : events);
        return training == null ? json : training.putJudgementInto(json);
    }
}
