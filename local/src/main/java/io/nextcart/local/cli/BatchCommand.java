package io.nextcart.local.cli;

import io.nextcart.data.ListLength;
import io.nextcart.training.batch.BatchRecommendations;
import io.nextcart.training.batch.BatchSettings;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recommends for many shoppers at once. */
@Command(
        name = "batch",
        description = "Writes recommendations for many shoppers into a Parquet file, as mails need them.",
        mixinStandardHelpOptions = true)
final class BatchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--users",
            required = true,
            paramLabel = "F",
            description = "One shopper's id a line; a first line user_id or visitorid is a header.")
    private Path users = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "F", description = "The Parquet file to write.")
    private Path out = Path.of("");

    @Option(
            names = "--k",
            defaultValue = "100",
            paramLabel = "N",
            description = "Items for each shopper, 1 to " + ListLength.MOST + ". Default: ${DEFAULT-VALUE}.")
    private int k;

    @Option(
            names = "--events",
            arity = "1..*",
            paramLabel = "F",
            description = "Event logs to know the shoppers by: RetailRocket CSV or NDJSON, plain or gzip.")
    private List<Path> events = new ArrayList<>();

    @Option(
            names = "--archive",
            paramLabel = "DIR|s3://…",
            description = "The archive to know them by. Default: that of the store, unless --events is given.")
    private @Nullable String archive;

    @Option(
            names = "--max-bad-rows",
            defaultValue = "0.01",
            paramLabel = "SHARE",
            description = "Share of unreadable rows that is tolerated. Default: ${DEFAULT-VALUE}.")
    private Share maxBadRows = new Share(0.01);

    @Override
    public Integer call() throws IOException {
        List<Path> files = new ArrayList<>(events);
        files.add(users);
        LogOptions.requireReadable(files);
        LogOptions.requireArchive(archive);
        String record = archive == null && events.isEmpty() ? store.place() : archive;
        OutFile.require(out)
                .isNoneOf("--users", List.of(users))
                .isNoneOf("--events", events)
                .isOutside("--store", store.place(), OutFile.MODELS)
                .isOutside(archive == null ? "--store" : "--archive", record, OutFile.LOG);
        long began = System.nanoTime();
        try (TemporaryFolder work = TemporaryFolder.create();
                ConsoleProgress progress =
                        ConsoleProgress.open(spec.commandLine().getErr())) {
            BatchSettings settings = new BatchSettings(
                    store.place(),
                    model.version(),
                    users,
                    out,
                    k,
                    new LogInputs(events, record, List.of(), null, maxBadRows.value()),
                    work.path());
            BatchRecommendations.Result result = new BatchRecommendations(settings, progress).run();
            progress.end();
            double seconds = (System.nanoTime() - began) / 1e9;
            String levels = result.levels().entrySet().stream()
                    .map(level -> String.format(
                            Locale.ROOT,
                            "%,d %s",
                            level.getValue(),
                            level.getKey().name().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.joining(", "));
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %,d shoppers (%s), %,d rows, by model %s, %.1f s",
                            out,
                            result.users(),
                            levels,
                            result.rows(),
                            result.model(),
                            seconds));
        }
        return ExitCode.OK;
    }
}
