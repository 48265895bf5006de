package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.util.function.Consumer;

/**
 * Reads the objects of an archive, NDJSON, plain or gzip, as one log: its objects are small, so that bad rows are counted
 * over all of them. Not thread-safe.
 */
public final class RecordLog {
    private final RowCount count;
    private final Progress progress;

    /**
     * @param place where it lies, for messages
     * @param maxBadRows share of bad rows that is tolerated, 0–1
     */
    public RecordLog(String place, double maxBadRows, Progress progress) {
        this.count = new RowCount(place, maxBadRows);
        this.progress = requireNonNull(progress, "progress is null");
    }

    /** Takes the tombstones of deleted users. */
    public interface DeletedUsers {
        /**
         * A user was deleted.
         *
         * @param untilMs the last time whose events go, milliseconds since the epoch
         */
        void accept(UserId user, long untilMs);
    }

    /**
     * Reads an object of events. An event in the log must name its time.
     *
     * @param place where the object lies, for messages
     * @throws io.nextcart.data.BadInputException when it cannot be read or the log has too many bad rows
     */
    public void events(byte[] object, String place, Consumer<Event> sink) {
        archived(object, place, line -> sink.accept(line.event()));
    }

    /** Reads the same with the time of arrival. */
    public void archived(byte[] object, String place, Consumer<ArchivedEvent> sink) {
        read(object, place, JsonLines.objects("an event", (RowFields row) -> ArchivedEvent.read(row), sink));
    }

    /** What came of all objects so far, however many rows are bad. */
    public ReadReport soFar() {
        return count.soFar();
    }

    /**
     * Reads an object of tombstones. No row is skipped: it would be a user who is not deleted.
     *
     * @param place where the object lies, for messages
     * @throws io.nextcart.data.BadInputException when it cannot be read or a row is bad
     */
    public void tombstones(byte[] object, String place, DeletedUsers sink) {
        RowCount rows = new RowCount(place, 1);
        read(
                object,
                place,
                rows,
                JsonLines.objects(
                        "a tombstone", TombstoneJson::read, line -> sink.accept(line.user(), line.untilMs())));
        ReadReport report = rows.report();
        if (report.badRows() > 0) {
            throw new BadInputException(
                    report.samples().get(0) + "; a tombstone is never skipped, it names a deleted user");
        }
    }

    /**
     * Reads an object of what the shop said of items: as {@link #events}.
     *
     * @param sink takes one property per part that was said, by the names of {@link RetailRocket}
     */
    public void items(byte[] object, String place, Consumer<ItemProperty> sink) {
        itemLines(object, place, line -> line.properties().forEach(sink));
    }

    /** Reads the lines of such an object whole: as {@link #events}. */
    public void itemLines(byte[] object, String place, Consumer<CatalogueItem> sink) {
        read(object, place, JsonLines.objects("an item", (RowFields row) -> ItemJson.read(row), sink));
    }

    /**
     * Ends the log.
     *
     * @throws io.nextcart.data.BadInputException when more than the tolerated share of rows is bad
     */
    public ReadReport end() {
        return count.report();
    }

    private void read(byte[] object, String place, JsonLines.Line lines) {
        count.in(place);
        read(object, place, count, lines);
    }

    private void read(byte[] object, String place, RowCount rows, JsonLines.Line lines) {
        try (InputFile input = InputFile.of(object, place, progress)) {
            JsonLines.read(input, NdjsonLog.LONGEST_LINE, rows, lines);
        }
    }
}
