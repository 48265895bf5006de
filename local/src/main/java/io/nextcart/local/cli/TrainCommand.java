package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.stage.TemporaryFolder;
import io.nextcart.training.tracking.Mlflow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final String DUCKDB = "duckdb";
    private static final String SPARK = "spark";

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
            names = "--engine",
            defaultValue = DUCKDB,
            paramLabel = DUCKDB + "|" + SPARK,
            description = "What builds the tables: DuckDB in this process, or Apache Spark, for logs that outgrow one"
                    + " machine. Both build the same. Default: ${DEFAULT-VALUE}.")
    private String engine = DUCKDB;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "Folder for temporary files; what a killed training left there is deleted. Default: the system's folder.")
    private @Nullable Path work;

    @Override
    int run() throws IOException, InterruptedException {
        if (!engine.equals(DUCKDB) && !engine.equals(SPARK)) {
            throw new BadInputException("--engine is '" + engine + "', expected duckdb or spark");
        }
        log.objective(); // like the next line, reports bad arguments before any file is checked
        RetrainSettings.Resources.of(threads, work == null ? TemporaryFolder.place() : work);
        log.requireFiles(inputs, events);
        LogOptions.requireArchive(archive);
        store.requireWritable();
        if (engine.equals(SPARK)) {
            return SparkTraining.installed().run(variables());
        }
        RetrainResult result;
        try (ConsoleProgress progress = progress()) {
            result = work == null ? inTemporaryFolder(progress) : train(work, progress);
        }
        result.summary().forEach(this::say);
        return result.published() ? ExitCode.OK : ExitCode.REFUSED;
    }

    /** The arguments as the variables of a training task. */
    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "NEXTCART_STORE", store.place,
                "NEXTCART_ARCHIVE", archive == null ? "none" : archive,
                "NEXTCART_EVENTS", list(LogOptions.EVENTS, events),
                "NEXTCART_ITEM_PROPERTIES", list(LogOptions.PROPERTIES, log.itemProperties),
                "NEXTCART_CATEGORY_TREE", list(LogOptions.TREE, log.categoryTree()),
                "NEXTCART_OBJECTIVE", log.objective,
                "NEXTCART_SEED", Long.toString(log.seed),
                "NEXTCART_FORCE", Boolean.toString(force),
                "NEXTCART_THREADS", Integer.toString(threads),
                "NEXTCART_MAX_BAD_ROWS", Double.toString(log.maxBadRows.share.value())));
        variables.put("NEXTCART_WORK", work == null ? "" : work.toString());
        variables.put("NEXTCART_TIME_UNIT", log.timeUnit.wireName());
        variables.put("NEXTCART_COMPACT", "false");
        variables.put("NEXTCART_TRIAL", "false");
        variables.put("NEXTCART_METRICS", "off");
        return variables;
    }

    private static String list(String option, List<String> places) {
        for (String place : places) {
            if (place.equals("-")) {
                throw new BadInputException(option + " -: --engine spark does not read standard input, expected files");
            }
            if (place.contains(";")) {
                throw new BadInputException(
                        option + " " + place + ": --engine spark reads files without ; in their names");
            }
        }
        return places.isEmpty() ? "" : String.join(";", places) + ";";
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
