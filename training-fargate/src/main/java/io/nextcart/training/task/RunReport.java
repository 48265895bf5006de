package io.nextcart.training.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.stage.Stages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, for whoever started it: the document {@code runs/<run>.json}.
 *
 * @param outcome {@code published}, {@code candidate}, {@code refused}, {@code unusable} or {@code failed}
 * @param version of the model made, or null
 * @param champion what served when the run began, or null
 * @param startedAtMs milliseconds since the epoch, as is {@code endedAtMs}
 * @param cpuSeconds of all stages, also those that a run of before did
 * @param peakMb largest memory of any stage, MiB
 * @param events in the log; 0 when it was not read
 * @param metrics of the model on the holdout, by name
 * @param failure what went wrong, or null
 * @param lines what a person should read
 */
record RunReport(
        String run,
        String outcome,
        @Nullable String version,
        @Nullable String champion,
        long startedAtMs,
        long endedAtMs,
        double cpuSeconds,
        long peakMb,
        long events,
        String objective,
        Map<String, Double> metrics,
        Map<String, Double> championMetrics,
        @Nullable Failure failure,
        List<String> lines) {
    static final String UNUSABLE = "unusable";
    static final String FAILED = "failed";

    RunReport {
        requireNonNull(run, "run is null");
        requireNonNull(outcome, "outcome is null");
        lines = List.copyOf(lines);
    }

    /**
     * Why a run made no model.
     *
     * @param stage what was being done
     * @param cause one line
     */
    record Failure(String stage, String cause) {}

    static RunReport of(RetrainResult result, Stages stages, String run, long startedAtMs, long endedAtMs) {
        return new RunReport(
                run,
                result.destiny().wireName(),
                result.version(),
                result.manifest().parent(),
                startedAtMs,
                endedAtMs,
                stages.cpuSeconds(),
                stages.peakRssMb(),
                result.events(),
                result.objective().wireName(),
                result.outcome().model().byName(),
                result.outcome().champion().map(RankingMetrics::byName).orElse(Map.of()),
                null,
                result.summary());
    }

    static RunReport failed(
            String outcome,
            Failure failure,
            String objective,
            @Nullable Stages stages,
            String run,
            long startedAtMs,
            long endedAtMs) {
        return new RunReport(
                run,
                outcome,
                null,
                null,
                startedAtMs,
                endedAtMs,
                stages == null ? 0 : stages.cpuSeconds(),
                stages == null ? 0 : stages.peakRssMb(),
                0,
                objective,
                Map.of(),
                Map.of(),
                failure,
                List.of());
    }

    /** The same, with warnings first: what a person reads may be cut at its end. */
    RunReport warning(List<String> warnings) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(lines);
        return new RunReport(
                run,
                outcome,
                version,
                champion,
                startedAtMs,
                endedAtMs,
                cpuSeconds,
                peakMb,
                events,
                objective,
                metrics,
                championMetrics,
                failure,
                all);
    }

    /** What the process ends with: 0 published or stored for a trial, 2 unusable, 3 refused, 1 anything else. */
    int exitCode() {
        return switch (outcome) {
            case "published", "candidate" -> 0;
            case UNUSABLE -> 2;
            case "refused" -> 3;
            default -> 1;
        };
    }

    /** Wall time. */
    double seconds() {
        return (endedAtMs - startedAtMs) / 1e3;
    }

    /** The document, indented, UTF-8. */
    byte[] toJson() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("run", run);
        root.put("outcome", outcome);
        root.put("version", version);
        root.put("champion", champion);
        root.put("started_at", startedAtMs);
        root.put("ended_at", endedAtMs);
        root.put("seconds", seconds());
        root.put("cpu_seconds", Math.round(1e3 * cpuSeconds) / 1e3);
        root.put("peak_mb", peakMb);
        root.put("events", events);
        root.put("objective", objective);
        root.put("metrics", metrics);
        root.put("champion_metrics", championMetrics);
        Map<String, Object> why = null;
        if (failure != null) {
            why = new LinkedHashMap<>();
            why.put("stage", failure.stage());
            why.put("cause", failure.cause());
        }
        root.put("failure", why);
        root.put("lines", lines);
        return JSON.std
                .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                .asBytes(root);
    }
}
