package io.nextcart.local.cli;

import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import io.nextcart.training.registry.Details;
import io.nextcart.training.registry.FruitlessRun;
import io.nextcart.training.registry.StoredModel;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code models} prints for people. */
final class ModelsText {
    private static final int MOST_FEATURES = 10;
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final PrintWriter out;
    private final long nowMs;

    /**
     * @param nowMs that ages are counted to
     */
    ModelsText(PrintWriter out, long nowMs) {
        this.out = out;
        this.nowMs = nowMs;
    }

    private record Line(long atMs, String text, List<String> below) {}

    /**
     * Models and the trainings that gave none, the newest first.
     *
     * @param problem what is wrong with the document that says what serves; it comes before all
     */
    void list(Optional<String> problem, List<StoredModel> models, List<FruitlessRun> runs) {
        List<Line> lines = new ArrayList<>();
        for (StoredModel model : models) {
            Manifest manifest = model.manifest();
            String against = model.problem();
            String damage = model.trial().problem();
            String trial = damage.isEmpty() ? model.trial().text("state") : StoredModel.State.DAMAGED.wireName();
            String text = line(
                    model.version(),
                    model.state().wireName(),
                    age(model.madeAtMs()),
                    count(model.events()),
                    window(model),
                    metric(model),
                    manifest == null || manifest.parent() == null ? "-" : manifest.parent(),
                    trial.isEmpty() ? "-" : trial);
            List<String> below = Stream.of(against == null ? "" : against, damage)
                    .filter(why -> !why.isEmpty())
                    .toList();
            lines.add(new Line(model.madeAtMs(), text, below));
        }
        for (FruitlessRun run : runs) {
            String version = run.version();
            String text = line(
                    version == null ? run.run() : version,
                    run.outcome(),
                    age(run.endedAtMs()),
                    count(run.events()),
                    "-",
                    "-",
                    "-",
                    "-");
            lines.add(new Line(
                    run.endedAtMs(), text, List.of((version == null ? "" : "run " + run.run() + ": ") + run.cause())));
        }
        // Stable: what has no time stays in the order of its names, after what has one.
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

    /** What a training left in the manifest of its model. */
    void show(Manifest manifest) {
        StoredModel model =
                new StoredModel(manifest.version(), StoredModel.State.STORED, manifest, null, Details.NOTHING);
        Details details = model.details();
        field("version", manifest.version());
        field("age", age(model.madeAtMs()));
        field("parent", manifest.parent() == null ? "none: no model was in service" : manifest.parent());
        field("objective", manifest.objective());
        field("window", window(model) + ", held out from " + day(model.windowMs("holdout_from_ms")));
        details.at("counts")
                .names()
                .forEach(name -> field(name, count(details.at("counts").count(name))));
        field("gate", details.text("gate") + (Boolean.TRUE.equals(details.map().get("forced")) ? ", forced" : ""));
        details.texts("gate_refusals").forEach(refusal -> field("", refusal));
        section("parameters", details.at("parameters").names().isEmpty());
        field("seed", count(details.count("seed")));
        details.at("parameters").map().forEach((name, value) -> field(String.valueOf(name), String.valueOf(value)));
        metrics(details);
        importance(details.at("importance"));
        drift(details.at("checks").at("drift"));
        stages(details.list("stages"));
    }

    /** What a training came to that left no model. */
    void show(String run, Details document) {
        field("run", run);
        field("age", age(document.count("ended_at")));
        field("outcome", document.text("outcome"));
        field("version", document.has("version") ? document.text("version") : "-");
        field("in service", document.has("champion") ? document.text("champion") : "-");
        field(
                "seconds",
                document.has("seconds") ? String.format(Locale.ROOT, "%.1f", document.number("seconds")) : "-");
        field("peak MiB", count(document.count("peak_mb")));
        document.texts("lines").forEach(out::println);
    }

    private void metrics(Details details) {
        Details metrics = details.at("metrics");
        Details intervals = details.at("evaluation").at("intervals");
        section("metrics", metrics.at("model").names().isEmpty());
        for (String name : metrics.at("model").names()) {
            Details interval = intervals.at(name);
            String value = number(metrics.at("model").number(name));
            field(
                    name,
                    interval.has("low")
                            ? value + "  (" + number(interval.number("low")) + " to " + number(interval.number("high"))
                                    + ")"
                            : value);
        }
        for (String rival : metrics.names()) {
            if (!rival.equals("model") && metrics.at(rival).has("hr@20")) {
                field(rival + " hr@20", number(metrics.at(rival).number("hr@20")));
            }
        }
    }

    private void importance(Details importance) {
        section("importance, %", importance.names().isEmpty());
        largest(importance).forEach(name -> field(name, number(importance.number(name))));
    }

    private void drift(Details drift) {
        Details index = drift.at("stability_index");
        section(
                "drift since " + (drift.has("parent") ? drift.text("parent") : "the model before"),
                index.names().isEmpty());
        largest(index).forEach(name -> field(name, number(index.number(name))));
    }

    private static List<String> largest(Details numbers) {
        return numbers.names().stream()
                .sorted(Comparator.comparingDouble(name -> -numbers.number(name)))
                .limit(MOST_FEATURES)
                .toList();
    }

    private void stages(List<Details> stages) {
        section("stages: seconds, CPU seconds, peak MiB", stages.isEmpty());
        for (Details stage : stages) {
            field(
                    stage.text("name"),
                    String.format(
                            Locale.ROOT,
                            "%8.1f %8.1f %,8d",
                            stage.number("seconds"),
                            stage.number("cpu_seconds"),
                            stage.count("peak_rss_mb")));
        }
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

    /** How long ago, in the unit that a person would take. */
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

    private static String window(StoredModel model) {
        return model.windowMs("first_ms") < 0
                ? "-"
                : day(model.windowMs("first_ms")) + ".." + day(model.windowMs("last_ms"));
    }

    private static String day(long ms) {
        return ms < 0 ? "?" : Instant.ofEpochMilli(ms).toString().substring(0, 10);
    }

    private static String metric(StoredModel model) {
        double value = model.hitRate("value");
        return Double.isNaN(value)
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.1f %% (%.1f to %.1f)",
                        100 * value,
                        100 * model.hitRate("low"),
                        100 * model.hitRate("high"));
    }
}
