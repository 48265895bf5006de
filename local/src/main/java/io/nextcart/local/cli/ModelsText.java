package io.nextcart.local.cli;

import io.nextcart.store.document.CheckDetails;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.StageRecord;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.store.registry.FruitlessRun;
import io.nextcart.store.registry.StoredModel;
import io.nextcart.store.registry.StoredTrial;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The output of {@code models} for people. */
final class ModelsText {
    private static final int MOST_FEATURES = 10;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final PrintWriter out;
    private final long nowMs;

    /** @param nowMs reference time for ages */
    ModelsText(PrintWriter out, long nowMs) {
        this.out = out;
        this.nowMs = nowMs;
    }

    private record Line(long atMs, String text, List<String> below) {}

    /**
     * Prints models and the trainings that left none, newest first.
     *
     * @param problem what is wrong with {@code models/current.json}, if anything; it comes first
     */
    void list(Optional<String> problem, List<StoredModel> models, List<FruitlessRun> runs) {
        List<Line> lines = new ArrayList<>();
        for (StoredModel model : models) {
            Manifest manifest = model.manifest();
            String against = model.problem();
            StoredTrial trial = model.trial();
            String text = line(
                    model.version(),
                    model.state().wireName(),
                    age(model.madeAtMs()),
                    count(model.events()),
                    window(model.training()),
                    metric(model.hitRate()),
                    manifest == null || manifest.parent() == null ? "-" : manifest.parent(),
                    trial == null ? "-" : trial.state());
            List<String> below = Stream.of(against == null ? "" : against, trial == null ? "" : trial.problem())
                    .filter(why -> !why.isEmpty())
                    .toList();
            lines.add(new Line(model.madeAtMs(), text, below));
        }
        for (FruitlessRun run : runs) {
            String name = run.version() == null ? run.run() : run.version();
            String text = line(name, run.state(), age(run.endedAtMs()), count(run.events()), "-", "-", "-", "-");
            String cause = (run.version() == null ? "" : "run " + run.run() + ": ") + run.cause();
            lines.add(new Line(run.endedAtMs(), text, List.of(cause)));
        }
        // Stable: lines without a time come last, in the order of their names.
        lines.sort(Comparator.comparingLong(Line::atMs).reversed());
        out.println(line("version or run", "state", "age", "events", "window", "HR@20 (95 %)", "parent", "trial"));
        problem.ifPresent(why -> {
            out.println(line(Current.KEY, StoredModel.State.DAMAGED.wireName(), "-", "-", "-", "-", "-", "-"));
            out.println("  " + why);
        });
        for (Line line : lines) {
            out.println(line.text());
            line.below().forEach(below -> out.println("  " + below));
        }
    }

    void show(Manifest manifest) throws DamagedDocumentException {
        TrainingDetails training = manifest.training();
        field("version", manifest.version());
        field("age", age(StoredModel.madeAtMs(manifest.version())));
        field("parent", manifest.parent() == null ? "none: no model was in service" : manifest.parent());
        field("objective", manifest.objective().wireName());
        field(
                "window",
                window(training) + ", held out from " + day(training.window().holdoutFromMs()));
        training.counts().forEach((name, value) -> field(name, count(value)));
        field("gate", training.gate().decision() + (training.gate().forced() ? ", forced" : ""));
        training.gate().refusals().forEach(refusal -> field("", refusal));
        Map<String, String> parameters = training.parameters().byName();
        section("parameters", parameters.isEmpty());
        field("seed", count(training.parameters().seed()));
        parameters.forEach(this::field);
        metrics(training);
        section("importance, %", training.importance().isEmpty());
        largest(training.importance());
        CheckDetails.Drift drift = training.checks().drift();
        section("drift since " + (drift == null ? "the previous model" : drift.parent()), drift == null);
        largest(drift == null ? Map.of() : drift.stabilityIndex());
        section(
                "stages: seconds, CPU seconds, peak MiB, own MiB, MB read",
                training.stages().isEmpty());
        for (StageRecord stage : training.stages()) {
            field(
                    stage.name(),
                    String.format(
                            Locale.ROOT,
                            "%8.1f %8.1f %,8d %,8d %,8d",
                            stage.seconds(),
                            stage.cpuSeconds(),
                            stage.peakRssMb(),
                            stage.peakOwnMb(),
                            Math.round(stage.bytesRead() / 1e6)));
        }
    }

    /** A training that left no model. */
    void show(String run, RunRecord record) {
        String version = record.models().version();
        String champion = record.models().champion();
        field("run", run);
        field("age", age(record.effort().endedAtMs()));
        field("outcome", record.outcome().wireName());
        field("version", version == null ? "-" : version);
        field("in service", champion == null ? "-" : champion);
        field("seconds", String.format(Locale.ROOT, "%.1f", record.effort().seconds()));
        field("peak MiB", count(record.effort().peakMb()));
        record.lines().forEach(out::println);
    }

    private void metrics(TrainingDetails training) {
        Map<String, Double> metrics = training.metrics().of(TrainingDetails.MODEL);
        section("metrics", metrics.isEmpty());
        metrics.forEach((name, value) -> {
            Interval interval = training.evaluation().interval(name);
            String range = "  (" + number(interval.low()) + " to " + number(interval.high()) + ")";
            field(name, number(value) + (interval.isKnown() ? range : ""));
        });
        for (String rival : training.metrics().byRanker().keySet()) {
            double hitRate = training.metrics().value(rival, "hr@20");
            if (!rival.equals(TrainingDetails.MODEL) && !Double.isNaN(hitRate)) {
                field(rival + " hr@20", number(hitRate));
            }
        }
    }

    private void largest(Map<String, Double> numbers) {
        TrainingDetails.largest(numbers, MOST_FEATURES).forEach((name, value) -> field(name, number(value)));
    }

    private void section(String name, boolean empty) {
        out.println();
        out.println(name + (empty ? ": not known" : ""));
    }

    private void field(String name, String value) {
        out.println(String.format(Locale.ROOT, "  %-34s %s", name, value).stripTrailing());
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-26s %-10s %7s %12s  %-22s %-23s %-26s %s", cells);
    }

    /** How long ago, in the most natural unit. */
    private String age(long atMs) {
        long ms = nowMs - atMs;
        if (atMs < 0) {
            return "-";
        }
        return ms < 2 * HOUR_MS ? ms / MINUTE_MS + " min" : ms < 2 * DAY_MS ? ms / HOUR_MS + " h" : ms / DAY_MS + " d";
    }

    private static String count(long value) {
        return value < 0 ? "-" : String.format(Locale.ROOT, "%,d", value);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String window(@Nullable TrainingDetails training) {
        return training == null || training.window().firstMs() < 0
                ? "-"
                : day(training.window().firstMs()) + ".."
                        + day(training.window().lastMs());
    }

    private static String day(long ms) {
        return ms < 0 ? "?" : Instant.ofEpochMilli(ms).toString().substring(0, 10);
    }

    private static String metric(Interval metric) {
        return metric.isKnown()
                ? String.format(
                        Locale.ROOT,
                        "%.1f %% (%.1f to %.1f)",
                        100 * metric.value(),
                        100 * metric.low(),
                        100 * metric.high())
                : "-";
    }
}
