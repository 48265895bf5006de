package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.OutFile;
import io.nextcart.data.Progress;
import io.nextcart.data.Pseudonyms;
import io.nextcart.data.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts another system's export to an event log, in the order of the export, and to item properties; a feed, to
 * changes of items. Rows are streamed, except products that span several rows. Output files appear only after
 * everything was read and understood.
 */
public final class Import {
    private final ImportSettings settings;
    private final Pseudonyms pseudonyms;
    private final Progress progress;
    private final EventTypeTally types;
    private final ImportSummary summary = new ImportSummary();

    /** Keeps the ids of users. */
    public Import(ImportSettings settings, Progress progress) {
        this(settings, Pseudonyms.NONE, progress);
    }

    /** @param pseudonyms that the log gets in place of the ids of users */
    public Import(ImportSettings settings, Pseudonyms pseudonyms, Progress progress) {
        this.pseudonyms = requireNonNull(pseudonyms, "pseudonyms is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.types = new EventTypeTally(settings.names());
    }

    /**
     * Runs the import. Call once.
     *
     * @throws BadInputException when a file cannot be read or has too many bad rows, when an event type has no meaning,
     *     or when an output file exists
     * @throws IOException when a file cannot be written
     */
    public ImportSummary run() throws IOException {
        requireFiles();
        Path itemsOut = settings.itemsOut();
        try (WholeFile log = begin(settings.out());
                @Nullable WholeFile properties = itemsOut == null ? null : begin(itemsOut)) {
            if (settings.from().isFeed()) {
                feed(log, properties);
            } else {
                events(log);
                if (properties != null) {
                    items(properties);
                }
            }
            if (properties != null) {
                properties.commit();
            }
            log.commit();
        } catch (UncheckedIOException e) {
            throw requireNonNull(e.getCause());
        }
        summary.leaveOut(types.skipped());
        summary.withoutEffect(types.unused());
        return summary;
    }

    private void events(WholeFile log) throws IOException {
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(log.stream())) {
            for (Path file : settings.in()) {
                summary.startFile();
                summary.addEvents(read(file, row -> {
                    Event event = pseudonyms.of(row);
                    summary.add(event);
                    writer.write(event);
                }));
            }
        }
        types.requireAllKnown();
        summary.requireEvents();
    }

    private ReadReport read(Path file, Consumer<Event> sink) {
        Source source = source(file);
        return switch (settings.from()) {
            case CSV -> requireNonNull(settings.columns()).read(source, types, sink);
            case RETAILROCKET -> RetailRocket.importEvents(source, types, sink);
            case OTTO -> Otto.read(source, types, sink);
            case PERSONALIZE -> Personalize.readInteractions(source, types, sink);
            case GORSE -> Gorse.readFeedback(source, types, sink);
            case MERCHANT_FEED, SHOPIFY, WOOCOMMERCE -> throw new IllegalStateException("a feed has no events");
        };
    }

    /** Reads a catalogue: writes changes of items for the running shop, and properties for training. */
    private void feed(WholeFile out, @Nullable WholeFile propertiesOut) throws IOException {
        try (ItemJson.Writer writer = new ItemJson.Writer(out.stream());
                @Nullable CsvWriter csv = propertiesOut == null ? null : properties(propertiesOut)) {
            FeedItems items = new FeedItems(item -> {
                writer.write(item);
                if (csv != null) {
                    write(item, csv);
                }
            });
            for (Path file : settings.in()) {
                summary.addItems(items.read(settings.from(), source(file), settings.bySku()));
            }
            if (items.items() == 0) {
                throw new BadInputException(settings.in().get(0) + ": holds no item that can be used");
            }
            summary.feed(items.sentences(settings.in().size()));
        }
    }

    private static CsvWriter properties(WholeFile out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out.stream(), StandardCharsets.UTF_8);
        csv.writeRecord(RetailRocket.PROPERTY_COLUMNS);
        return csv;
    }

    private static void write(CatalogueItem item, CsvWriter csv) {
        for (ItemProperty property : item.properties()) {
            csv.writeRecord(
                    Long.toString(property.timestampMs()),
                    property.itemId().value(),
                    property.property(),
                    property.value());
        }
    }

    private Source source(Path file) {
        return new Source(file, settings.times(), settings.maxBadRows(), progress);
    }

    private void items(WholeFile out) throws IOException {
        try (CsvWriter csv = properties(out)) {
            Consumer<CatalogueItem> sink = item -> {
                summary.addItem();
                write(item, csv);
            };
            for (Path file : settings.items()) {
                Source source = source(file);
                boolean gorse = settings.from() == ExportFormat.GORSE;
                summary.addItems(gorse ? Gorse.readItems(source, sink) : Personalize.readItems(source, sink));
            }
        }
    }

    /** Opens a file at once: an unwritable folder should not cost minutes either. */
    private static WholeFile begin(Path out) throws IOException {
        WholeFile file = new WholeFile(out);
        file.stream();
        return file;
    }

    /** Checks every file before reading the first: a typo in the last should not cost minutes. */
    private void requireFiles() throws IOException {
        List<Path> read = new ArrayList<>(settings.in());
        read.addAll(settings.items());
        List<String> problems = new ArrayList<>();
        for (Path file : read) {
            if (!Files.exists(file)) {
                problems.add(file + ": no such file");
            }
        }
        List<OutFile> written = new ArrayList<>();
        requireOut("--out", settings.out(), written, problems);
        Path itemsOut = settings.itemsOut();
        if (itemsOut != null) {
            requireOut("--items-out", itemsOut, written, problems);
        }
        if (written.size() == 2 && written.get(0).isSame(written.get(1))) {
            problems.add(itemsOut + ": would hold both events and items, expected two files");
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
        for (OutFile file : written) {
            file.makeFolder();
        }
    }

    private void requireOut(String option, Path out, List<OutFile> written, List<String> problems) throws IOException {
        try {
            written.add(OutFile.require(option, out)
                    .isNoneOf("--in", settings.in())
                    .isNoneOf("--items", settings.items())
                    .orReplace(settings.force()));
        } catch (BadInputException e) {
            problems.add(e.getMessage());
        }
    }
}
