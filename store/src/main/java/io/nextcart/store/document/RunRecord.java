package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Objective;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a training: the document {@code runs/<run>.json}. The outcome is {@code failed} from the start of the
 * run until its end, so a killed run also counts as failed.
 *
 * @param events in the log; 0 when it was not read
 * @param objective what the model was trained for; null when the log was to decide and was not read
 * @param failure what went wrong; null when there is a model, or the gate refused it
 * @param lines for people to read
 */
public record RunRecord(
        String run,
        RunOutcome outcome,
        Models models,
        Effort effort,
        long events,
        @Nullable Objective objective,
        @Nullable Failure failure,
        List<String> lines) {
    /** The key prefix of all such documents. */
    public static final String PREFIX = "runs/";
    /** The key ending of a refused model's manifest, which lies beside the run records. */
    public static final String MANIFEST_ENDING = "-manifest.json";

    public RunRecord {
        requireNonNull(run, "run is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(models, "models is null");
        requireNonNull(effort, "effort is null");
        lines = List.copyOf(lines);
    }

    /**
     * The trained model, and the one that it was compared with.
     *
     * @param version of the trained model, or null
     * @param champion the version that served when the run started, or null
     * @param metrics of the new model on the holdout, by name
     * @param championMetrics of the champion on the same holdout, by name
     */
    public record Models(
            @Nullable String version,
            @Nullable String champion,
            Map<String, Double> metrics,
            Map<String, Double> championMetrics) {
        public static final Models NONE = new Models(null, null, Map.of(), Map.of());

        public Models {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
            championMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(championMetrics));
        }
    }

    /**
     * The time and memory of a run.
     *
     * @param startedAtMs milliseconds since the epoch, as is {@code endedAtMs}
     * @param cpuSeconds processor time of all stages
     * @param peakMb largest memory of any stage, MiB
     */
    public record Effort(long startedAtMs, long endedAtMs, double cpuSeconds, long peakMb) {
        /** Wall time. */
        public double seconds() {
            return (endedAtMs - startedAtMs) / 1e3;
        }
    }

    /**
     * Why a run made no model.
     *
     * @param stage where it failed
     * @param cause one line
     */
    public record Failure(String stage, String cause) {}

    public static String key(String run) {
        return PREFIX + run + ".json";
    }

    /** The key of the manifest of a model that the gate refused. */
    public static String manifestKey(String run) {
        return PREFIX + run + MANIFEST_ENDING;
    }

    /** The key of the report of a model that the gate refused. */
    public static String reportKey(String version) {
        return PREFIX + version + "-report.html";
    }

    /**
     * Reads the document. Only the outcome and the end time are required.
     *
     * @param place where it comes from, for messages
     */
    public static RunRecord read(byte[] json, String place) throws DamagedDocumentException {
        JsonObject root = JsonObject.read(json, place, "the record of a training");
        RunOutcome outcome = root.oneOf("outcome", RunOutcome.values(), RunOutcome::wireName);
        long endedAtMs = root.count("ended_at");
        JsonObject failure = root.objectOrEmpty("failure");
        String run = root.optionalText("run");
        String objective = root.optionalText("objective");
        return new RunRecord(
                run == null ? "" : run,
                outcome,
                new Models(
                        root.optionalVersion("version"),
                        root.optionalVersion("champion"),
                        root.objectOrEmpty("metrics").numbersByName(),
                        root.objectOrEmpty("champion_metrics").numbersByName()),
                new Effort(
                        root.count("started_at", endedAtMs),
                        endedAtMs,
                        root.number("cpu_seconds", 0),
                        root.count("peak_mb", 0)),
                root.count("events", 0),
                objective == null ? null : Objective.of(objective).orElse(null),
                root.has("failure") ? new Failure(failure.text("stage"), failure.text("cause")) : null,
                root.texts("lines"));
    }

    public byte[] toJson() {
        return new JsonFields()
                .put("run", run)
                .put("outcome", outcome.wireName())
                .put("version", models.version())
                .put("champion", models.champion())
                .put("started_at", effort.startedAtMs())
                .put("ended_at", effort.endedAtMs())
                .put("seconds", effort.seconds())
                .put("cpu_seconds", Math.round(1e3 * effort.cpuSeconds()) / 1e3)
                .put("peak_mb", effort.peakMb())
                .put("events", events)
                .put("objective", objective == null ? Objective.AUTO : objective.wireName())
                .put("metrics", models.metrics())
                .put("champion_metrics", models.championMetrics())
                .put(
                        "failure",
                        failure == null
                                ? null
                                : new JsonFields().put("stage", failure.stage()).put("cause", failure.cause()))
                .put("lines", lines)
                .toIndentedBytes();
    }
}
