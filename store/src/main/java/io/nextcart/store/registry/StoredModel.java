package io.nextcart.store.registry;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.WireName;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.TrainingDetails;
import org.jspecify.annotations.Nullable;

/**
 * A version in a store.
 *
 * @param manifest null when it is damaged
 * @param training the manifest's details of the training; null when it is damaged
 * @param problem why it cannot serve, in one line; null when no fault was found
 * @param trial null when there was none
 */
public record StoredModel(
        String version,
        State state,
        @Nullable Manifest manifest,
        @Nullable TrainingDetails training,
        @Nullable String problem,
        @Nullable StoredTrial trial) {
    private static final String MAIN_METRIC = "hr@20";

    /** The role of a version in the store. */
    public enum State implements WireName {
        CHAMPION,
        CHALLENGER,
        PREVIOUS,
        /** Stored, but neither in service nor the previous champion. */
        STORED,
        /** Without a manifest, which is written last: it is being published, or its training was killed. */
        UNFINISHED,
        DAMAGED;
    }

    public StoredModel {
        requireNonNull(version, "version is null");
        requireNonNull(state, "state is null");
    }

    /** When it was made, from its name: milliseconds since the epoch, or −1 for a name of another form. */
    public long madeAtMs() {
        return madeAtMs(version);
    }

    /** When a version was made, from its name: milliseconds since the epoch, or −1 for a name of another form. */
    public static long madeAtMs(String version) {
        long atMs = Manifest.madeAtMs(version);
        return atMs > 0 ? atMs : -1;
    }

    /** Events of the training log, or −1 when unknown. */
    public long events() {
        return training == null ? -1 : training.counts().getOrDefault(TrainingDetails.EVENTS, -1L);
    }

    /** The main metric, HR@20: 0–1, or NaN when unknown. */
    public Interval hitRate() {
        return training == null ? Interval.UNKNOWN : training.evaluation().interval(MAIN_METRIC);
    }

    /** The same, of its trial the last look alone. */
    public StoredModel withLastLook() {
        return new StoredModel(
                version, state, manifest, training, problem, trial == null ? null : trial.withLastLook());
    }

    /** The same as JSON. */
    public JsonFields toJson() {
        JsonFields json = new JsonFields()
                .put("version", version)
                .put("state", state.wireName())
                .put("problem", problem)
                .put("made_at", known(madeAtMs()));
        if (manifest != null && training != null) {
            json.put("kind", manifest.kind().wireName())
                    .put("objective", manifest.objective().wireName())
                    .put("parent", manifest.parent())
                    .put("events", known(events()))
                    .put("first_ms", known(training.window().firstMs()))
                    .put("last_ms", known(training.window().lastMs()))
                    .put(
                            MAIN_METRIC,
                            new JsonFields()
                                    .put("value", hitRate().value())
                                    .put("low", hitRate().low())
                                    .put("high", hitRate().high()));
            training.putJudgementInto(json);
        }
        return trial == null ? json : json.put("trial", trial.toJson());
    }

    private static @Nullable Long known(long value) {
        return value < 0 ? null : Long.valueOf(value);
    }
}
