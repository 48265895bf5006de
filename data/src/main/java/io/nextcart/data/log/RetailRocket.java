package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.nextcart.data.Category;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Readers of the RetailRocket files, plain or gzip. Rows are streamed; a bad one is counted and passed over; a file with
 * more than the tolerated share of them, or one that cannot be read at all, is a {@link
 * io.nextcart.data.BadInputException}.
 */
public final class RetailRocket {
    /** The columns of {@code events.csv}. */
    public static final List<String> EVENT_COLUMNS =
            List.of("timestamp", "visitorid", "event", "itemid", "transactionid");

    private static final List<String> PROPERTY_COLUMNS = List.of("timestamp", "itemid", "property", "value");
    private static final List<String> CATEGORY_COLUMNS = List.of("categoryid", "parentid");

    private RetailRocket() {}

    /**
     * Reads {@code events.csv}.
     *
     * @param maxBadRows share of bad rows that is tolerated, 0–1
     */
    public static ReadReport readEvents(Path file, double maxBadRows, Progress progress, Consumer<Event> sink) {
        return CsvRows.read(file, EVENT_COLUMNS, maxBadRows, progress, row -> sink.accept(event(row)));
    }

    /**
     * Reads {@code item_properties_part1.csv} or {@code …part2.csv}.
     *
     * @param wanted which properties to hand on; the others are counted only
     */
    public static ReadReport readProperties(
            Path file, double maxBadRows, Progress progress, Predicate<String> wanted, Consumer<ItemProperty> sink) {
        return CsvRows.read(file, PROPERTY_COLUMNS, maxBadRows, progress, row -> {
            String property = row.getField(2);
            long timestampMs = CsvRows.number(row, 0, "timestamp");
            if (wanted.test(property)) {
                sink.accept(new ItemProperty(timestampMs, new ItemId(row.getField(1)), property, row.getField(3)));
            }
        });
    }

    /** Reads {@code category_tree.csv}. A category without a parent is a root. */
    public static ReadReport readCategories(Path file, double maxBadRows, Progress progress, Consumer<Category> sink) {
        return CsvRows.read(file, CATEGORY_COLUMNS, maxBadRows, progress, row -> {
            String parent = row.getField(1);
            sink.accept(new Category(row.getField(0), parent.isEmpty() ? null : parent));
        });
    }

    private static Event event(CsvRecord row) {
        EventType type = EventType.fromWireName(row.getField(2));
        if (type == null) {
            throw new IllegalArgumentException("column event is '" + CsvRows.quote(row.getField(2))
                    + "', expected view, addtocart or transaction");
        }
        String transaction = row.getField(4);
        return new Event(
                null,
                new UserId(row.getField(1)),
                type,
                new ItemId(row.getField(3)),
                CsvRows.number(row, 0, "timestamp"),
                transaction.isEmpty() ? null : transaction,
                null,
                null);
    }
}
