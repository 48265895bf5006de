package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.LogReport;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report on a log, and on a model when a store is named. */
@Command(
        name = "report",
        description = "Writes one HTML file with plots of what a log shows and, with --store, of how good a model is.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogOptions log = new LogOptions();

    @Option(
            names = "--events",
            required = true,
            arity = "1..*",
            paramLabel = "F",
            description = "Event logs: RetailRocket CSV or NDJSON, plain or gzip.")
    private List<Path> events = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "F", description = "The HTML file to write.")
    private Path out = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "DIR|s3://…",
            description = "Where the model to tell of is: a folder, or s3://bucket/prefix.")
    private @Nullable String store;

    @Mixin
    private ModelOption model = new ModelOption();

    @Override
    public Integer call() throws IOException {
        log.requireFiles(events);
        log.requireOther(OutFile.require(out), events).isOutside("--store", store, OutFile.MODELS);
        if (model.version() != null && store == null) {
            throw new BadInputException("--model " + model.version() + ": expected --store too, where that model is");
        }
        Manifest manifest = store == null ? null : manifest(store);
        long began = System.nanoTime();
        try (TemporaryFolder work = TemporaryFolder.create();
                ConsoleProgress progress =
                        ConsoleProgress.open(spec.commandLine().getErr())) {
            long count = LogReport.write(
                    log.inputs(events, null),
                    RetrainSettings.Resources.of(Runtime.getRuntime().availableProcessors(), work.path()),
                    manifest,
                    out,
                    progress);
            progress.end();
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %,d events%s, %,d kB, %.1f s",
                            out,
                            count,
                            manifest == null ? "" : " and model " + manifest.version(),
                            Files.size(out) / 1000,
                            (System.nanoTime() - began) / 1e9));
        }
        return ExitCode.OK;
    }

    private Manifest manifest(String place) throws IOException {
        Registry registry = new Registry(ObjectStores.open(place));
        return registry.manifest(registry.chosen(model.version())
                .orElseThrow(() -> new BadInputException("store " + place
                        + ": no model is in service, expected one, or --model VERSION, or no --store")));
    }
}
