package io.nextcart.training.registry;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.Manifest;
import io.nextcart.training.publish.BundleVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version that a store holds.
 *
 * @param manifest null when it is damaged
 * @param problem why it cannot serve, in one line; null when nothing is known against it
 * @param trial what the document of its trial says; empty when there was none, with a problem when it is damaged
 */
public record StoredModel(
        String version,
        State state,
        @Nullable Manifest manifest,
        @Nullable String problem,
        Details trial) {
    /** What a version is to the store. */
    public enum State {
        CHAMPION,
        CHALLENGER,
        PREVIOUS,
        /** Stored, and neither in service nor the one before. */
        STORED,
        DAMAGED;

        /** The name as it is printed. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StoredModel {
        requireNonNull(version, "version is null");
        requireNonNull(state, "state is null");
        requireNonNull(trial, "trial is null");
    }

    /** What the training left in the manifest; empty without one. */
    public Details details() {
        return manifest == null ? Details.NOTHING : Details.of(manifest);
    }

    /** When it was made, from its name: milliseconds since the epoch, or −1 when the name does not say. */
    public long madeAtMs() {
        return BundleVersion.madeAt(version).map(Instant::toEpochMilli).orElse(-1L);
    }

    /** Events of the log that it was trained on, or −1 when not known. */
    public long events() {
        return details().at("counts").count("events");
    }

    /**
     * A bound of the main metric, HR@20.
     *
     * @param bound {@code value}, {@code low} or {@code high}
     * @return 0–1, or NaN when not known
     */
    public double hitRate(String bound) {
        return details().at("evaluation").at("intervals").at("hr@20").number(bound);
    }

    /** A time of the training's window in milliseconds since the epoch, or −1 when not known. */
    public long windowMs(String field) {
        return details().at("window").count(field);
    }

    /** The same as a JSON object, in a fixed order. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", version);
        map.put("state", state.wireName());
        map.put("problem", problem);
        map.put("made_at", madeAtMs() < 0 ? null : madeAtMs());
        if (manifest != null) {
            map.put("objective", manifest.objective());
            map.put("parent", manifest.parent());
            map.put("events", events() < 0 ? null : events());
            map.put("first_ms", windowMs("first_ms") < 0 ? null : windowMs("first_ms"));
            map.put("last_ms", windowMs("last_ms") < 0 ? null : windowMs("last_ms"));
            Map<String, Object> metric = new LinkedHashMap<>();
            for (String bound : new String[] {"value", "low", "high"}) {
                metric.put(bound, Double.isNaN(hitRate(bound)) ? null : hitRate(bound));
            }
            map.put("hr@20", metric);
        }
        if (!trial.map().isEmpty()) {
            map.put("trial", trial.map());
        }
        return map;
    }
}
