package io.nextcart.local.cli;

import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.stage.TemporaryFolder;
import io.nextcart.training.tracking.Mlflow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one retrain. */
@Command(
        name = "train",
        description =
                "Trains a model on an event log and publishes it when it beats simple baselines on held-out sessions.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:published",
            "1:the disk, the network or the program failed",
            "2:the arguments or the input cannot be used",
            "3:the gate refused the model; the previous one still serves"
        })
final class TrainCommand extends NextcartCommand {
    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = LogOptions.EVENTS,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description = "Event logs: RetailRocket CSV or NDJSON, plain or gzip. - is standard input.")
    private List<String> events = new ArrayList<>();

    @Option(
            names = "--archive",
            paramLabel = "DIR|s3://…",
            description =
                    "An archive, as serve keeps it: a folder, or s3://bucket/prefix. With --events, or instead of it.")
    private @Nullable String archive;

    @Mixin
    private Options.Store store = new Options.Store();

    @Option(names = "--force", description = "Publish despite the gate.")
    private boolean force;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads train. Default: the number of processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Folder for temporary files; what a killed training left there is deleted. Default: the system's folder.")
    private @Nullable Path work;

    @Override
    int run() throws IOException {
        log.objective(); // like the next line, reports bad arguments before any file is checked
        RetrainSettings.Resources.of(threads, work == null ? TemporaryFolder.place() : work);
        log.requireFiles(inputs, events);
        LogOptions.requireArchive(archive);
        store.requireWritable();
        RetrainResult result;
        try (ConsoleProgress progress = progress()) {
            result = work == null ? inTemporaryFolder(progress) : train(work, progress);
        }
        result.summary().forEach(this::say);
        return result.published() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private RetrainResult inTemporaryFolder(ConsoleProgress progress) throws IOException {
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            return train(temporary.path(), progress);
        }
    }

    private RetrainResult train(Path workFolder, ConsoleProgress progress) throws IOException {
        RetrainSettings settings = new RetrainSettings(
                log.inputs(inputs, events, archive, workFolder, progress),
                log.objective(),
                log.seed,
                new RetrainSettings.Target(store.place, force, false),
                RetrainSettings.Resources.of(threads, workFolder));
        return new Retrain(settings, Clock.systemUTC(), progress)
                .trackedBy(mlflow())
                .showing(read -> {
                    progress.end();
                    read.lines().forEach(this::say);
                })
                .run();
    }

    private Mlflow mlflow() {
        return new Mlflow(System.getenv(), Clock.systemUTC(), err()::println);
    }
}
