package io.nextcart.training.task;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.FileFault;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.Compaction;
import io.nextcart.training.input.InputFiles;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.sql.SqlEngineException;
import io.nextcart.training.stage.TemporaryFolder;
import io.nextcart.training.stage.WorkFolder;
import io.nextcart.training.tracking.Mlflow;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One retrain, configured by its environment ({@link TaskSettings}). It ends with the exit code of its {@link
 * RunOutcome} and always leaves a {@link RunRecord} in the store, unless the store is out of reach.
 */
public final class TrainingTask {
    private static final String MORE_MEMORY = "; the training needs more memory: raise training.memoryMb in AWS"
            + " (training.sparkDriverMemoryGb on Spark), elsewhere java -Xmx and NEXTCART_MEMORY_MB, which is twice that,"
            + " or train on Spark; docs/scale.md says what a log needs";

    private final SqlEngine.Factory engine;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final Clock clock;
    private final String run;
    private final long startedAtMs;
    private final List<String> warnings = new ArrayList<>();
    private String stage = "settings";
    private List<String> read = List.of();
    private @Nullable Retrain retrain;

    TrainingTask(Map<String, String> environment, PrintStream out, Clock clock) {
        this(environment, out, clock, DuckDbEngine::new);
    }

    private TrainingTask(Map<String, String> environment, PrintStream out, Clock clock, SqlEngine.Factory engine) {
        this.engine = engine;
        this.environment = Map.copyOf(requireNonNull(environment, "environment is null"));
        this.out = requireNonNull(out, "out is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.run = TaskSettings.run(environment, clock);
        this.startedAtMs = clock.millis();
    }

    public static void main(String[] args) {
        System.exit(run(DuckDbEngine::new));
    }

    /** Runs the task of this process's environment with an engine of SQL, and returns its exit code. */
    public static int run(SqlEngine.Factory engine) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            return new TrainingTask(System.getenv(), out, Clock.systemUTC(), engine).run();
        } catch (OutOfMemoryError e) {
            // Too little memory even to report it: no thread may keep the process alive.
            Runtime.getRuntime().halt(1);
            throw e;
        }
    }

    /** Runs it and returns the exit code. */
    int run() {
        RunRecord record;
        try {
            TaskSettings settings = TaskSettings.of(environment, clock);
            out.println("Run " + run + ": training into " + settings.target().store());
            stage = "leave word in the store";
            // The record that a killed run leaves; writing it first also detects a read-only store before the work.
            keep(failed(RunOutcome.FAILED, "it did not come to its end: it was killed, or its machine was taken away"));
            RetrainResult result = train(settings);
            record = result.record(run, effort(), lines(result.summary()));
        } catch (BadInputException e) {
            record = failed(RunOutcome.UNUSABLE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            record = failed(RunOutcome.FAILED, FileFault.describe(e));
        } catch (RuntimeException | Error e) {
            if (isOfMemory(e)) {
                record = failed(RunOutcome.FAILED, firstLine(e.toString()) + MORE_MEMORY);
            } else {
                e.printStackTrace(out);
                record = failed(RunOutcome.FAILED, e.toString());
            }
        }
        return report(record);
    }

    private RetrainResult train(TaskSettings settings) throws IOException {
        Path work = settings.work();
        if (work != null) {
            return train(settings, work);
        }
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            return train(settings, temporary.path());
        }
    }

    private RetrainResult train(TaskSettings settings, Path parent) throws IOException {
        InputFiles files = new InputFiles(null);
        try (WorkFolder work = WorkFolder.in(parent);
                files) {
            LineProgress progress = new LineProgress(out, clock);
            String archive = settings.log().archive();
            if (archive != null && settings.log().compact()) {
                stage = "compact the archive";
                new Compaction(
                                Archive.open(archive),
                                settings.log().maxBadRows(),
                                settings.log().keepDays(),
                                clock,
                                progress)
                        .run();
            }
            stage = "fetch the files";
            LogInputs inputs = settings.log().local(files, work.path(), progress);
            Retrain training = new Retrain(settings.retrain(inputs, work.path()), clock, progress)
                    .on(engine)
                    .trackedBy(new Mlflow(environment, clock, warnings::add))
                    .showing(log -> read = log.linesToKeep())
                    .named(run);
            retrain = training;
            return training.run();
        } catch (BadInputException e) {
            throw files.named(e);
        }
    }

    /** Whether the heap is full, or the engine's share of the memory is and cannot be spilled. */
    private static boolean isOfMemory(Throwable e) {
        return e instanceof OutOfMemoryError
                || (e instanceof SqlEngineException
                        && String.valueOf(e.getMessage()).contains("Out of Memory Error"));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason was given");
    }

    private RunRecord failed(RunOutcome outcome, String cause) {
        Retrain started = retrain;
        String reached = started == null ? stage : started.stages().latest();
        return new RunRecord(
                run,
                outcome,
                RunRecord.Models.NONE,
                effort(),
                0,
                TaskSettings.objective(environment),
                new RunRecord.Failure(reached, firstLine(cause)),
                lines(List.of()));
    }

    private RunRecord.Effort effort() {
        Retrain started = retrain;
        return started == null
                ? new RunRecord.Effort(startedAtMs, clock.millis(), 0, 0)
                : started.stages().effort(startedAtMs, clock.millis());
    }

    /** Warnings first and the log's summary last, as readers may see a text cut at its end. */
    private List<String> lines(List<String> summary) {
        List<String> lines = new ArrayList<>(warnings);
        lines.addAll(summary);
        lines.addAll(read);
        return lines;
    }

    private int report(RunRecord record) {
        RunRecord.Failure failure = record.failure();
        if (failure != null) {
            out.println(failure.stage() + ": " + failure.cause());
        }
        record.lines().forEach(out::println);
        int exitCode = record.outcome().exitCode();
        try {
            if (!environment.getOrDefault(TaskSettings.METRICS, "on").strip().equals("off")) {
                out.println(TrainingMetric.line(record, environment.getOrDefault("NEXTCART_STAGE", "")));
            }
            keep(record);
            return exitCode;
        } catch (IOException | RuntimeException e) {
            out.println("The result of the run could not be left in the store: " + e.getMessage());
            return exitCode == 0 ? RunOutcome.FAILED.exitCode() : exitCode;
        }
    }

    private void keep(RunRecord record) throws IOException {
        ObjectStores.open(environment.getOrDefault(TaskSettings.STORE, "")).put(RunRecord.key(run), record.toJson());
    }
}
