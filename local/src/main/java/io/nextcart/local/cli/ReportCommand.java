package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.OutFile;
import io.nextcart.data.log.Counted;
import io.nextcart.data.log.LogSummary;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.registry.Registry;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.LogReport;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report on a log, and on a model when a store is named. */
@Command(
        name = "report",
        description = "Writes an HTML page with plots of a log and, with --store, of the quality of a model.")
final class ReportCommand extends NextcartCommand {
    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private Options.Events events = new Options.Events();

    @Option(names = "--out", required = true, paramLabel = "F", description = "The HTML file to write.")
    private Path out = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "DIR|s3://…",
            description = "The store of the model to report on: a folder, or s3://bucket/prefix.")
    private @Nullable String store;

    @Mixin
    private Options.Model model = new Options.Model();

    @Mixin
    private Options.Force force = new Options.Force();

    @Override
    int run() throws IOException {
        log.requireFiles(inputs, events.places);
        log.requireOther(OutFile.require("--out", out).isInFolder(), events.places)
                .orReplace(force.replace);
        if (model.version != null && store == null) {
            throw new BadInputException("--model " + model.version + ": expected --store too, with that model");
        }
        Manifest manifest = store == null ? null : manifest(store);
        long began = System.nanoTime();
        try (TemporaryFolder work = TemporaryFolder.create();
                ConsoleProgress progress = progress()) {
            LogSummary read = LogReport.write(
                    log.inputs(inputs, events.places, null, work.path(), progress),
                    RetrainSettings.Resources.of(Runtime.getRuntime().availableProcessors(), work.path()),
                    store == null
                            ? null
                            : LiftRecord.in(ObjectStores.open(store)).orElse(null),
                    manifest,
                    out,
                    progress);
            progress.end();
            read.lines().forEach(this::say);
            say(
                    "%s: %s%s, %,d kB, %.1f s",
                    out,
                    Counted.of(read.eventCount(), "event"),
                    manifest == null ? "" : " and model " + manifest.version(),
                    Files.size(out) / 1000,
                    (System.nanoTime() - began) / 1e9);
        }
        return ExitCode.OK;
    }

    private Manifest manifest(String place) throws IOException {
        Registry registry = new Registry(ObjectStores.open(place));
        return registry.manifest(registry.chosen(model.version)
                .orElseThrow(() -> new BadInputException("store " + place
                        + ": no model is in service, expected one, or --model VERSION, or no --store")));
    }
}
