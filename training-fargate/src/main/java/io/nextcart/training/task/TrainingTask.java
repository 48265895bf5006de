package io.nextcart.training.task;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.Destiny;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.Compaction;
import io.nextcart.training.stage.FolderLock;
import io.nextcart.training.stage.Folders;
import io.nextcart.training.tracking.Mlflow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One retrain, told by its environment ({@link TaskSettings}). Ends with 0 when the model serves or is stored for a trial, with 2
 * when the log or the settings cannot be used, with 3 when the gate refused the model, with 1 otherwise; leaves {@code
 * runs/<run>.json} in the store whatever happened, as far as the store can be reached.
 */
public final class TrainingTask {
    private static final String RUNS = "runs/";

    /** In a folder that may hold anything else. */
    private static final String INPUTS = ".nextcart-inputs";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final Clock clock;
    private final List<String> warnings = new ArrayList<>();
    private String stage = "settings";
    private @Nullable Retrain retrain;

    TrainingTask(Map<String, String> environment, PrintStream out, Clock clock) {
        this.environment = Map.copyOf(requireNonNull(environment, "environment is null"));
        this.out = requireNonNull(out, "out is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            System.exit(new TrainingTask(System.getenv(), out, Clock.systemUTC()).run());
        } catch (OutOfMemoryError e) {
            // Not even enough to tell of it: no thread may keep the process.
            Runtime.getRuntime().halt(1);
        }
    }

    /** Runs it; the answer is the exit code. */
    int run() {
        long startedAtMs = clock.millis();
        String run = TaskSettings.run(environment, clock);
        RunReport report;
        try {
            TaskSettings settings = TaskSettings.of(environment, clock);
            out.println("Run " + run + ": training into " + settings.store());
            stage = "leave word in the store";
            keep(RUNS + run + ".json", unended(run, startedAtMs).toJson());
            RetrainResult result = train(settings);
            report = RunReport.of(result, requireNonNull(retrain).stages(), run, startedAtMs, clock.millis());
            if (result.destiny() == Destiny.REFUSED) {
                keep(RUNS + run + "-manifest.json", result.manifest().toJson());
            }
        } catch (BadInputException e) {
            report = failed(RunReport.UNUSABLE, String.valueOf(e.getMessage()), run, startedAtMs);
        } catch (IOException e) {
            report = failed(RunReport.FAILED, describe(e), run, startedAtMs);
        } catch (RuntimeException | Error e) {
            e.printStackTrace(out);
            report = failed(RunReport.FAILED, e.toString(), run, startedAtMs);
        }
        return tell(report.warning(warnings));
    }

    private RetrainResult train(TaskSettings settings) throws IOException {
        Path work = settings.work();
        if (work == null) {
            Path temporary = Files.createTempDirectory("nextcart-");
            try {
                return train(settings, temporary);
            } finally {
                Folders.delete(temporary);
            }
        }
        Files.createDirectories(work);
        FolderLock lock = FolderLock.take(work, ".inputs.lock");
        try {
            return train(settings, work);
        } finally {
            lock.close();
        }
    }

    private RetrainResult train(TaskSettings settings, Path parent) throws IOException {
        Path inputs = parent.resolve(INPUTS);
        Folders.delete(inputs); // of a run that was killed
        try {
            LineProgress progress = new LineProgress(out, clock);
            stage = "compact the log of record";
            new Compaction(Archive.open(settings.archive()), settings.maxBadRows(), clock, progress).run();
            stage = "fetch the files";
            InputFiles files = new InputFiles(inputs);
            List<Path> trees = files.local(
                    "NEXTCART_CATEGORY_TREE",
                    settings.categoryTree() == null ? List.of() : List.of(settings.categoryTree()));
            RetrainSettings what = new RetrainSettings(
                    files.local("NEXTCART_EVENTS", settings.events()),
                    settings.archive(),
                    files.local("NEXTCART_ITEM_PROPERTIES", settings.itemProperties()),
                    trees.isEmpty() ? null : trees.get(0),
                    settings.store(),
                    settings.objective(),
                    settings.force(),
                    settings.maxBadRows(),
                    settings.seed(),
                    settings.threads(),
                    parent);
            Retrain training = new Retrain(what, settings.mode(), clock, progress)
                    .trackedBy(new Mlflow(environment, clock, warnings::add));
            retrain = training;
            return training.run();
        } finally {
            Folders.delete(inputs);
        }
    }

    private RunReport failed(String outcome, String cause, String run, long startedAtMs) {
        Retrain begun = retrain;
        String reached = begun == null ? stage : begun.stages().latest();
        String line = cause.lines().findFirst().orElse("no reason was given");
        return RunReport.failed(
                outcome,
                new RunReport.Failure(reached, line),
                environment.getOrDefault("NEXTCART_OBJECTIVE", "auto"),
                begun == null ? null : begun.stages(),
                run,
                startedAtMs,
                clock.millis());
    }

    /** What stays of a run that is killed; also, a store that cannot be written to is no surprise at the end. */
    private RunReport unended(String run, long startedAtMs) {
        return failed(
                RunReport.FAILED,
                "it did not come to its end: it was killed, or its machine was taken away",
                run,
                startedAtMs);
    }

    private int tell(RunReport report) {
        if (report.failure() != null) {
            out.println(report.failure().stage() + ": " + report.failure().cause());
        }
        report.lines().forEach(out::println);
        try {
            out.println(TrainingMetric.line(report, environment.getOrDefault("NEXTCART_STAGE", "")));
            keep(RUNS + report.run() + ".json", report.toJson());
            return report.exitCode();
        } catch (IOException | RuntimeException e) {
            out.println("The result of the run could not be left in the store: " + e.getMessage());
            return report.exitCode() == 0 ? 1 : report.exitCode();
        }
    }

    private void keep(String key, byte[] document) throws IOException {
        ObjectStore store = ObjectStores.open(environment.getOrDefault(TaskSettings.STORE, ""));
        Path file = Files.createTempFile("nextcart-run-", ".json");
        try {
            Files.write(file, document);
            store.upload(key, file);
        } finally {
            Files.delete(file);
        }
    }

    /** The message of a file operation is often only the file's name. */
    private static String describe(IOException e) {
        return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
    }
}
