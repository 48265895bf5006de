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
import org.jspecify.annotations.Nullable;

/**
 * Readers of the RetailRocket files, plain or gzip. Rows are streamed, and bad ones counted and skipped; a file with
 * too many of them, or an unreadable one, causes a {@link io.nextcart.data.BadInputException}.
 */
public final class RetailRocket {
    public static final List<String> EVENT_COLUMNS =
            List.of("timestamp", "visitorid", "event", "itemid", "transactionid");

    /** The columns that a file of events must have. */
    private static final List<String> REQUIRED_COLUMNS = EVENT_COLUMNS.subList(0, 4);

    public static final String CATEGORY_PROPERTY = "categoryid";
    /** Whether an item can be bought: 1 or 0. */
    public static final String AVAILABLE_PROPERTY = "available";

    public static final String PRICE_PROPERTY = "790";

    static final List<String> PROPERTY_COLUMNS = List.of("timestamp", "itemid", "property", "value");
    private static final List<String> CATEGORY_COLUMNS = List.of("categoryid", "parentid");

    private RetailRocket() {}

    /**
     * Reads {@code events.csv}.
     *
     * @param maxBadRows tolerated share of bad rows, 0–1
     */
    public static ReadReport readEvents(Path file, double maxBadRows, Progress progress, Consumer<Event> sink) {
        return readEvents(Source.of(file, maxBadRows, progress), sink);
    }

    static ReadReport readEvents(Source source, Consumer<Event> sink) {
        LogTimes times = source.times();
        return CsvRows.read(
                source,
                NamedColumns.expected(REQUIRED_COLUMNS),
                header -> {
                    if (header.equals(EVENT_COLUMNS)) {
                        return row -> event(row, times); // by position, in a third of the time: most logs are large
                    }
                    return NamedColumns.decoder(
                            header, REQUIRED_COLUMNS, row -> event(row, type(row.field("event")), times));
                },
                sink);
    }

    /** Reads events with the columns in any order, among others, and the shop's own names for event types. */
    static ReadReport importEvents(Source source, EventTypeTally types, Consumer<Event> sink) {
        return NamedColumns.read(
                source, REQUIRED_COLUMNS, row -> event(row, types.typeOf(row.field("event")), source.times()), sink);
    }

    /**
     * Reads {@code item_properties_part1.csv} or {@code …part2.csv}. Columns may come in any order, among others, and
     * any time is plausible. {@link CatalogueValues} normalises the names and values that have a meaning here; a
     * missing value becomes empty text, an invalid one makes its row bad.
     *
     * @param wanted which properties to pass on; the others are only counted
     */
    public static ReadReport readProperties(Source source, Predicate<String> wanted, Consumer<ItemProperty> sink) {
        LogTimes times = source.times().unguarded();
        return CsvRows.read(
                source,
                NamedColumns.expected(PROPERTY_COLUMNS),
                header -> {
                    if (header.equals(PROPERTY_COLUMNS)) {
                        return row -> property(
                                row.getField(0), row.getField(1), row.getField(2), row.getField(3), times, wanted);
                    }
                    return NamedColumns.decoder(
                            header,
                            PROPERTY_COLUMNS,
                            row -> property(
                                    row.field("timestamp"),
                                    row.field("itemid"),
                                    row.field("property"),
                                    row.field("value"),
                                    times,
                                    wanted));
                },
                sink);
    }

    /**
     * Reads {@code category_tree.csv}, with columns in any order, among others. A category whose parent is empty or NaN
     * is a root.
     */
    public static ReadReport readCategories(Path file, double maxBadRows, Progress progress, Consumer<Category> sink) {
        return NamedColumns.read(Source.of(file, maxBadRows, progress), CATEGORY_COLUMNS, RetailRocket::category, sink);
    }

    private static EventType type(String name) {
        EventType type = EventTypeNames.usual(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "column event is '" + Quote.of(name, 40) + "', expected " + EventType.NAMES);
        }
        return type;
    }

    private static Event event(CsvRecord row, LogTimes times) {
        EventType type = type(row.getField(2));
        return new Event(
                null,
                new UserId(CsvRows.id(row, 1, "visitorid")),
                type,
                new ItemId(CsvRows.id(row, 3, "itemid")),
                CsvRows.timestampMs(row.getField(0), times),
                CatalogueValues.isMissing(row.getField(4)) ? null : CsvRows.id(row, 4, "transactionid"),
                null,
                null);
    }

    private static @Nullable Event event(NamedColumns.Row row, @Nullable EventType type, LogTimes times) {
        UserId user = new UserId(row.id("visitorid"));
        ItemId item = new ItemId(row.id("itemid"));
        long timestampMs = CsvRows.timestampMs(row.field("timestamp"), times);
        String transaction = CatalogueValues.isMissing(row.field("transactionid")) ? null : row.id("transactionid");
        return type == null ? null : new Event(null, user, type, item, timestampMs, transaction, null, null);
    }

    private static @Nullable ItemProperty property(
            String timestamp, String itemId, String name, String value, LogTimes times, Predicate<String> wanted) {
        long timestampMs = CsvRows.timestampMs(timestamp, times);
        String item = CsvRows.idIn("itemid", itemId);
        String property = CatalogueValues.property(CsvRows.idIn("property", name));
        return wanted.test(property)
                ? new ItemProperty(timestampMs, new ItemId(item), property, CatalogueValues.value(property, value))
                : null;
    }

    private static Category category(NamedColumns.Row row) {
        String parent = row.field("parentid");
        return new Category(
                CatalogueValues.category(row.id("categoryid")),
                CatalogueValues.isMissing(parent.strip()) ? null : CatalogueValues.category(row.id("parentid")));
    }
}
