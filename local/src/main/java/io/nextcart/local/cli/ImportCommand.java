package io.nextcart.local.cli;

import io.nextcart.data.Pseudonyms;
import io.nextcart.data.ShellWord;
import io.nextcart.data.log.CsvColumns;
import io.nextcart.data.log.EventTypeNames;
import io.nextcart.data.log.ExportFormat;
import io.nextcart.data.log.Import;
import io.nextcart.data.log.ImportSettings;
import io.nextcart.data.log.ImportSummary;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Imports the history of a shop from another system. */
@Command(
        name = "import",
        description =
                "Converts another system's export into an event log for train, demo and send, or a feed of a catalogue"
                        + " into items for send.")
final class ImportCommand extends NextcartCommand {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "FORMAT",
            description = "The system that wrote the export: retailrocket, otto, personalize or gorse; csv for any file"
                    + " with --columns; or a catalogue feed: merchant-feed, shopify or woocommerce.")
    private ExportFormat from = ExportFormat.RETAILROCKET;

    @Option(
            names = "--in",
            required = true,
            arity = "1..*",
            paramLabel = "F|s3://…",
            description =
                    "The exported events, plain, gzip or Parquet: RetailRocket CSV, OTTO JSON lines, Personalize interactions CSV,"
                            + " Gorse feedback CSV or JSON lines; or any CSV. For a feed, its items: XML or text of Google Merchant"
                            + " Center, product CSV of Shopify or WooCommerce. - is standard input.")
    private List<String> in = new ArrayList<>();

    @Option(
            names = "--columns",
            paramLabel = "FIELD=COLUMN,…",
            description = "For csv, the column of each field: user, item, time; type, transaction, value, price and"
                    + " quantity are optional. FIELD==VALUE gives every row the same value: type==transaction.")
    private @Nullable String columns;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F",
            description =
                    "The event log to write, such as shop.ndjson or shop.ndjson.gz; for a feed, the items for send"
                            + " --items.")
    private Path out = Path.of("");

    @Option(
            names = "--items",
            arity = "1..*",
            paramLabel = "F|s3://…",
            description = "The exported items, plain or gzip: Personalize items CSV, Gorse items CSV or JSON lines.")
    private List<String> items = new ArrayList<>();

    @Option(
            names = "--items-out",
            paramLabel = "F",
            description = "The item properties to write, for train --item-properties.")
    private @Nullable Path itemsOut;

    @Option(
            names = "--by-sku",
            description =
                    "For shopify and woocommerce: each variant is an item, by its SKU. Default: each product, by its"
                            + " handle or ID.")
    private boolean bySku;

    @Option(
            names = "--event-type",
            paramLabel = "NAME=MEANING",
            description =
                    "What an event type means: view, addtocart, remove_from_cart, transaction, or skip to leave it"
                            + " out. Repeat it for each; usual names such as View, pv, Click, AddToCart, Purchase and buy"
                            + " are known.")
    private List<String> eventTypes = new ArrayList<>();

    @Mixin
    private Options.BadRows maxBadRows = new Options.BadRows();

    @Mixin
    private Options.TimeUnit timeUnit = new Options.TimeUnit();

    @Mixin
    private Options.Key pseudonymKey = new Options.Key();

    @Mixin
    private Options.Force force = new Options.Force();

    @Override
    int run() throws IOException {
        ImportSummary summary;
        Pseudonyms pseudonyms = pseudonymKey.pseudonyms();
        try (ConsoleProgress progress = progress()) {
            Path folder = TemporaryFolder.place();
            ImportSettings settings = new ImportSettings(
                    from,
                    inputs.local("--in", in, folder, progress),
                    out,
                    inputs.local("--items", items, folder, progress),
                    itemsOut,
                    EventTypeNames.of(eventTypes),
                    timeUnit.times(),
                    maxBadRows.share.value(),
                    force.replace,
                    columns == null ? null : CsvColumns.of(columns),
                    bySku);
            summary = new Import(settings, pseudonyms, progress).run();
        }
        summary.lines().forEach(this::say);
        say("Wrote " + out + (itemsOut == null ? "" : " and " + itemsOut));
        if (from.isFeed()) {
            say("Next: nextcart send --items " + ShellWord.of(out) + " --url URL");
            return ExitCode.OK;
        }
        say("Next: nextcart train --events " + ShellWord.of(out)
                + (itemsOut == null ? "" : " --item-properties " + ShellWord.of(itemsOut))
                + " --store DIR");
        return ExitCode.OK;
    }
}
