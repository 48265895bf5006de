package io.nextcart.local.cli;

import io.nextcart.data.log.EventTypeNames;
import io.nextcart.data.log.ExportFormat;
import io.nextcart.data.log.Import;
import io.nextcart.data.log.ImportSettings;
import io.nextcart.data.log.ImportSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Brings the history of a shop that leaves another system. */
@Command(
        name = "import",
        description = "Makes an event log of another system's export, for train, demo and send.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            required = true,
            converter = FormatConverter.class,
            paramLabel = "retailrocket|otto|personalize|gorse",
            description = "The system.")
    private ExportFormat from = ExportFormat.RETAILROCKET;

    @Option(
            names = "--in",
            required = true,
            arity = "1..*",
            paramLabel = "F",
            description = "Its events, plain or gzip: RetailRocket CSV, OTTO JSON lines, Personalize interactions CSV,"
                    + " Gorse feedback CSV or JSON lines.")
    private List<Path> in = new ArrayList<>();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F",
            description = "The event log to write, such as shop.ndjson or shop.ndjson.gz.")
    private Path out = Path.of("");

    @Option(
            names = "--items",
            arity = "1..*",
            paramLabel = "F",
            description = "Its items, plain or gzip: Personalize items CSV, Gorse items CSV or JSON lines.")
    private List<Path> items = new ArrayList<>();

    @Option(
            names = "--items-out",
            paramLabel = "F",
            description = "The item properties to write, for train --item-properties.")
    private @Nullable Path itemsOut;

    @Option(
            names = "--event-type",
            paramLabel = "NAME=MEANING",
            description =
                    "What an event type means: view, addtocart, transaction, or skip to leave it out. Repeat it for"
                            + " each; usual names such as View, Click, AddToCart and Purchase are known.")
    private List<String> eventTypes = new ArrayList<>();

    @Option(
            names = "--max-bad-rows",
            defaultValue = "0.01",
            paramLabel = "SHARE",
            description = "Share of unreadable rows that is tolerated per file, such as 0.01 or 1%%."
                    + " Default: ${DEFAULT-VALUE}.")
    private Share maxBadRows = new Share(0.01);

    @Option(names = "--force", description = "Replace files that are there already.")
    private boolean force;

    static final class FormatConverter implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String name) {
            ExportFormat format = ExportFormat.fromWireName(name);
            if (format == null) {
                throw new TypeConversionException("'" + name
                        + "' is no system that can be imported from, expected one of " + ExportFormat.names());
            }
            return format;
        }
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter say = spec.commandLine().getOut();
        ImportSettings settings = new ImportSettings(
                from, in, out, items, itemsOut, EventTypeNames.of(eventTypes), maxBadRows.value(), force);
        ImportSummary summary;
        try (ConsoleProgress progress = ConsoleProgress.open(spec.commandLine().getErr())) {
            summary = new Import(settings, progress).run();
        }
        summary.lines().forEach(say::println);
        say.println("Wrote " + out + (itemsOut == null ? "" : " and " + itemsOut));
        say.println("Next: nextcart train --events " + out + (itemsOut == null ? "" : " --item-properties " + itemsOut)
                + " --store DIR");
        return ExitCode.OK;
    }
}
