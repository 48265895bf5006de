package io.nextcart.training.input;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Category;
import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.LogSummary;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.data.log.RowTally;
import io.nextcart.data.log.Source;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveReader;
import io.nextcart.training.archive.DeletedUsers;
import io.nextcart.training.archive.EventBatch;
import io.nextcart.training.archive.Feeds;
import io.nextcart.training.archive.PlausibleEvents;
import io.nextcart.training.archive.SaidItems;
import io.nextcart.training.sql.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * Reads the archive and the files of a log, without the events of deleted users and those with impossible times. Not
 * thread-safe.
 */
public final class LogReader {
    private static final Set<String> MEANINGFUL =
            Set.of(RetailRocket.CATEGORY_PROPERTY, RetailRocket.AVAILABLE_PROPERTY, RetailRocket.PRICE_PROPERTY);
    /** Maximum number of unused property names whose rows are counted by name. */
    private static final int MOST_NAMES = 1_000;

    private static final DeletedUsers NOBODY = new DeletedUsers(Long.MAX_VALUE);

    private final LogInputs inputs;
    private final Progress progress;
    private final RowTally tally = new RowTally();
    /** Rows of each unused property. */
    private final Map<String, long[]> otherProperties = new HashMap<>();

    private CatalogueSummary.Rows propertyRows = CatalogueSummary.Rows.NONE;
    private CatalogueSummary.Rows treeRows = CatalogueSummary.Rows.NONE;
    private SaidItems.Packed said = SaidItems.Packed.NONE;
    private List<String> feeds = List.of();
    private ReadReport read = ReadReport.NONE;

    public LogReader(LogInputs inputs, Progress progress) {
        this.inputs = requireNonNull(inputs, "inputs is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /** Receives events, one by one or many at a time, and items' properties and categories. */
    public interface Sink {
        void accept(Event event);

        void accept(EventBatch batch);

        void accept(ItemProperty property);

        void accept(Category category);
    }

    /**
     * Reads only the events.
     *
     * @throws io.nextcart.data.BadInputException when a file cannot be used
     * @throws IOException when the archive's store fails
     */
    public void readEvents(Consumer<Event> sink) throws IOException {
        DeletedUsers deleted = NOBODY;
        if (inputs.archive() != null) {
            ArchiveReader reader = new ArchiveReader(Archive.open(inputs.archive()), inputs.maxBadRows(), progress);
            deleted = reader.deleted();
            PlausibleEvents plausible = new PlausibleEvents(inputs.times(), event -> {
                tally.addVisitor(event.userId().value(), 1);
                tally.addItem(event.itemId().value(), 1);
                sink.accept(event);
            });
            reader.events(deleted, plausible);
            tally(reader, plausible.outside());
            count(reader.end());
        }
        files(deleted, sink);
    }

    /**
     * Reads everything. An {@code event_id} that lies on several days of the archive is passed on for each of
     * them, oldest first.
     *
     * @param workers read the archive
     * @throws io.nextcart.data.BadInputException when a file cannot be used
     * @throws IOException when the archive's store fails
     */
    public void readAll(Workers workers, Sink sink) throws IOException {
        DeletedUsers deleted = NOBODY;
        if (inputs.archive() != null) {
            Archive archive = Archive.open(inputs.archive());
            ArchiveReader reader = new ArchiveReader(archive, inputs.maxBadRows(), progress);
            deleted = reader.deleted();
            tally(reader, reader.batches(deleted, inputs.times(), workers, batch -> {
                eachId(batch.users(), tally::addVisitor);
                eachId(batch.items(), tally::addItem);
                sink.accept(batch);
            }));
            items(reader, archive, sink);
            count(reader.end());
        }
        files(deleted, sink::accept);
        for (Path file : inputs.itemProperties()) {
            ReadReport report = Handover.<ItemProperty, ReadReport>between(
                    rows -> RetailRocket.readProperties(source(file), this::isMeaningful, rows), sink::accept);
            Map<String, Long> others = new HashMap<>();
            otherProperties.forEach((name, rows) -> others.put(name, rows[0]));
            propertyRows = propertyRows.plus(report, others);
            count(report);
        }
        Path tree = inputs.categoryTree();
        if (tree != null) {
            ReadReport report = RetailRocket.readCategories(tree, inputs.maxBadRows(), progress, sink::accept);
            treeRows = treeRows.plus(report, Map.of());
            count(report);
        }
    }

    private static void eachId(EventBatch.Ids ids, ObjLongConsumer<String> taker) {
        long[] counts = ids.counts();
        for (int i = 0; i < counts.length; i++) {
            taker.accept(ids.distinct()[i], counts[i]);
        }
    }

    private boolean isMeaningful(String property) {
        long[] rows = otherProperties.get(property);
        if (rows != null) {
            rows[0]++;
            return false;
        }
        if (MEANINGFUL.contains(property)) {
            return true;
        }
        if (otherProperties.size() < MOST_NAMES) {
            otherProperties.put(property, new long[] {1});
        }
        return false;
    }

    private void tally(ArchiveReader reader, ReadReport.Outside outside) {
        tally.addDeleted(reader.deletedEvents());
        ReadReport all = reader.soFar();
        tally.add(new ReadReport(all.rows(), all.badRows(), all.samples(), outside));
    }

    private void items(ArchiveReader reader, Archive archive, Sink sink) throws IOException {
        SaidItems items = new SaidItems();
        reader.items(line -> {
            items.add(line);
            line.properties().forEach(sink::accept);
        });
        feeds = new Feeds(archive, inputs.maxBadRows(), progress).read(item -> {
            items.addOfFeed(item);
            item.properties().forEach(sink::accept);
        });
        said = items.pack();
    }

    private void files(DeletedUsers deleted, Consumer<Event> sink) {
        for (Path file : inputs.events()) {
            tally.startFile();
            ReadReport report =
                    Handover.<Event, ReadReport>between(rows -> EventFiles.read(source(file), rows), event -> {
                        tally.add(event);
                        if (deleted.covers(new ArchivedEvent(event, ArchivedEvent.UNKNOWN))) {
                            tally.addDeleted(1);
                        } else {
                            sink.accept(event);
                        }
                    });
            tally.add(report);
            count(report);
        }
    }

    private Source source(Path file) {
        return new Source(file, inputs.times(), inputs.maxBadRows(), progress);
    }

    /** The event rows so far. */
    public LogSummary.Rows eventRows() {
        return tally.rows();
    }

    /** The item property rows so far; an archive has none. */
    public CatalogueSummary.Rows propertyRows() {
        return propertyRows;
    }

    /** The category tree rows so far. */
    public CatalogueSummary.Rows treeRows() {
        return treeRows;
    }

    /** What the shop says of its items by the archive; nothing where that was not read. */
    public SaidItems.Packed said() {
        return said;
    }

    /** What was read of the feeds in the archive, for a person. */
    public List<String> feeds() {
        return feeds;
    }

    /** What was read so far. */
    public ReadReport read() {
        return read;
    }

    /** Rows read so far, including bad ones. */
    public long rows() {
        return read.rows();
    }

    /** Unreadable rows skipped so far. */
    public long badRows() {
        return read.badRows();
    }

    private void count(ReadReport report) {
        read = read.plus(report);
    }
}
