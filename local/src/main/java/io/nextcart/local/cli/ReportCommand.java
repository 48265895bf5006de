package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.Manifest;
import io.nextcart.engine.bundle.ObjectKey;
import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.s3.ObjectStores;
import io.nextcart.training.LogReport;
import io.nextcart.training.RetrainSettings;
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

    @Option(
            names = "--model",
            paramLabel = "VERSION",
            description = "Which model of the store. Default: the one in service.")
    private @Nullable String version;

    @Override
    public Integer call() throws IOException {
        log.requireFiles(events);
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException("--out " + out + ": expected the name of a file in a folder that is there");
        }
        if (version != null && store == null) {
            throw new BadInputException("--model " + version + ": expected --store too, where that model is");
        }
        Manifest model = store == null ? null : manifest(store);
        long began = System.nanoTime();
        try (TemporaryFolder work = TemporaryFolder.create(Path.of(System.getProperty("java.io.tmpdir", ".")));
                ConsoleProgress progress =
                        ConsoleProgress.open(spec.commandLine().getErr())) {
            RetrainSettings settings = new RetrainSettings(
                    events,
                    log.itemProperties(),
                    log.categoryTree(),
                    store == null ? "" : store,
                    log.objective(),
                    false,
                    log.maxBadRows(),
                    log.seed(),
                    Runtime.getRuntime().availableProcessors(),
                    work.path());
            long count = LogReport.write(settings, model, out, progress);
            progress.end();
            spec.commandLine()
                    .getOut()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %,d events%s, %,d kB, %.1f s",
                            out,
                            count,
                            model == null ? "" : " and model " + model.version(),
                            Files.size(out) / 1000,
                            (System.nanoTime() - began) / 1e9));
        }
        return ExitCode.OK;
    }

    private Manifest manifest(String place) throws IOException {
        ObjectStore models = ObjectStores.open(place);
        String wanted = version;
        if (wanted == null) {
            Path unused = Path.of(System.getProperty("java.io.tmpdir", "."));
            wanted = new BundleLoader(models, unused)
                    .current()
                    .map(Current::champion)
                    .orElseThrow(() -> new BadInputException("store " + place
                            + ": no model is in service, expected one, or --model VERSION, or no --store"));
        }
        if (!ObjectKey.isSegment(wanted)) {
            throw new BadInputException("--model '" + wanted + "' is no version, expected a name such as those of the"
                    + " folders in models/");
        }
        String key = "models/" + wanted + "/" + Manifest.FILE;
        byte[] json = models.get(key)
                .orElseThrow(() -> new BadInputException(
                        models.location() + "/" + key + ": no such object, expected the manifest of a stored model"))
                .bytes();
        return Manifest.parse(json, models.location() + "/" + key);
    }
}
