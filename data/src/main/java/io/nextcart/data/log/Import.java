package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
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
 * Makes an event log of another system's export, in the order of the export, and item properties of its items. Rows are streamed.
 * Files appear when everything was read and understood, or not at all.
 */
public final class Import {
    private final ImportSettings settings;
    private final Progress progress;
    private final EventTypeTally types;
    private final ImportTally tally = new ImportTally();
    private final List<ReadReport> reports = new ArrayList<>();

    public Import(ImportSettings settings, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.types = new EventTypeTally(settings.names());
    }

    /**
     * Runs it. Call once.
     *
     * @throws BadInputException when a file cannot be read or has too many bad rows, when an event type has no meaning, or when
     *     a file to write is there already
     * @throws IOException when a file cannot be written
     */
    public ImportSummary run() throws IOException {
        requireFiles();
        Path itemsOut = settings.itemsOut();
        try (WholeFile log = begin(settings.out());
                @Nullable WholeFile properties = itemsOut == null ? null : begin(itemsOut)) {
            events(log);
            if (properties != null) {
                items(properties);
                properties.commit();
            }
            log.commit();
        } catch (UncheckedIOException e) {
            throw requireNonNull(e.getCause());
        }
        return tally.summary(types.skipped(), reports);
    }

    private void events(WholeFile log) throws IOException {
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(log.stream())) {
            for (Path file : settings.in()) {
                reports.add(read(file, event -> {
                    tally.add(event);
                    write(writer, event);
                }));
            }
        }
        types.requireAllKnown();
        tally.requireEvents();
    }

    private ReadReport read(Path file, Consumer<Event> sink) {
        return switch (settings.from()) {
            case RETAILROCKET -> RetailRocket.readEvents(file, settings.maxBadRows(), progress, sink);
            case OTTO -> Otto.read(file, types, settings.maxBadRows(), progress, sink);
            case PERSONALIZE -> Personalize.readInteractions(file, types, settings.maxBadRows(), progress, sink);
            case GORSE -> Gorse.readFeedback(file, types, settings.maxBadRows(), progress, sink);
        };
    }

    private static void write(NdjsonLog.Writer writer, Event event) {
        try {
            writer.write(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void items(WholeFile out) throws IOException {
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out.stream(), StandardCharsets.UTF_8)) {
            csv.writeRecord(RetailRocket.PROPERTY_COLUMNS);
            Consumer<ItemFacts> sink = facts -> {
                tally.addItem();
                for (ItemProperty property : facts.properties()) {
                    csv.writeRecord(
                            Long.toString(property.timestampMs()),
                            property.itemId().value(),
                            property.property(),
                            property.value());
                }
            };
            for (Path file : settings.items()) {
                reports.add(
                        settings.from() == ExportFormat.GORSE
                                ? Gorse.readItems(file, settings.maxBadRows(), progress, sink)
                                : Personalize.readItems(file, settings.maxBadRows(), progress, sink));
            }
        }
    }

    private static WholeFile begin(Path out) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return new WholeFile(out);
    }

    /** Looks at every file before the first is read: a typo in the last should not cost minutes. */
    private void requireFiles() throws IOException {
        List<Path> read = new ArrayList<>(settings.in());
        read.addAll(settings.items());
        List<Path> written = new ArrayList<>(List.of(settings.out()));
        Path itemsOut = settings.itemsOut();
        List<String> problems = new ArrayList<>();
        if (itemsOut != null) {
            if (itemsOut.toAbsolutePath()
                    .normalize()
                    .equals(settings.out().toAbsolutePath().normalize())) {
                problems.add(itemsOut + ": is to hold events and items, expected two files");
            }
            written.add(itemsOut);
        }
        for (Path file : read) {
            if (!Files.exists(file)) {
                problems.add(file + ": no such file");
            }
        }
        for (Path file : written) {
            if (Files.isDirectory(file)) {
                problems.add(file + ": is a directory, expected the name of a file");
            } else if (Files.exists(file) && !settings.force()) {
                problems.add(file + ": is there already, --force replaces it");
            } else if (Files.exists(file) && isOneOf(read, file)) {
                problems.add(file + ": is to be read and replaced, expected another file");
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
    }

    private static boolean isOneOf(List<Path> files, Path file) throws IOException {
        for (Path other : files) {
            if (Files.exists(other) && Files.isSameFile(other, file)) {
                return true;
            }
        }
        return false;
    }
}
