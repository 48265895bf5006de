package io.nextcart.training.registry;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.Manifest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version that a store knows of.
 *
 * @param manifest null when it is damaged, or was refused and never stored
 * @param problem why it cannot serve, in one line; null when nothing is known against it
 * @param trial what the document of its trial says; empty when there was none
 */
public record StoredModel(
        String version,
        State state,
        @Nullable Manifest manifest,
        @Nullable String problem,
        Map<String, Object> trial) {
    /** What a version is to the store. */
    public enum State {
        CHAMPION,
        CHALLENGER,
        PREVIOUS,
        /** Stored, and neither in service nor the one before. */
        STORED,
        /** Made, refused by the gate and not stored. */
        REFUSED,
        DAMAGED;

        /** The name as it is printed. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StoredModel {
        requireNonNull(version, "version is null");
        requireNonNull(state, "state is null");
        trial = Map.copyOf(requireNonNull(trial, "trial is null"));
    }

    /** Events of the log that it was trained on, or −1 when not known. */
    public long events() {
        return (long) number(-1, "counts", "events");
    }

    /**
     * A bound of the main metric, HR@20.
     *
     * @param bound {@code value}, {@code low} or {@code high}
     * @return 0–1, or NaN when not known
     */
    public double hitRate(String bound) {
        return number(Double.NaN, "evaluation", "intervals", "hr@20", bound);
    }

    /** A time of the training's window in milliseconds since the epoch, or −1 when not known. */
    public long windowMs(String field) {
        return (long) number(-1, "window", field);
    }

    /** The same as a JSON object, in a fixed order. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", version);
        map.put("state", state.wireName());
        map.put("problem", problem);
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
        if (!trial.isEmpty()) {
            map.put("trial", trial);
        }
        return map;
    }

    private double number(double otherwise, String... path) {
        Object at = manifest == null ? null : manifest.details();
        for (String field : path) {
            at = at instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return at instanceof Number number ? number.doubleValue() : otherwise;
    }
}
