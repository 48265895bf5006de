package io.nextcart.data.log;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads datasets in the form that Amazon Personalize imports: CSV of interactions and of items. Format:
 * https://docs.aws.amazon.com/personalize/latest/dg/ECOMMERCE-datasets-and-schemas.html. {@code RECOMMENDATION_ID} is
 * ignored: it names another system's recommendation, and ours would get the credit.
 */
final class Personalize {
    private static final List<String> INTERACTION = List.of("USER_ID", "ITEM_ID", "TIMESTAMP");
    private static final List<String> ITEM = List.of("ITEM_ID");

    private Personalize() {}

    /** Reads interactions. Without an {@code EVENT_TYPE} column, each is a view. */
    static ReadReport readInteractions(Source source, EventTypeTally types, Consumer<Event> sink) {
        return NamedColumns.read(source, INTERACTION, row -> interaction(row, types, source.times()), sink);
    }

    private static @Nullable Event interaction(NamedColumns.Row row, EventTypeTally types, LogTimes times) {
        UserId user = new UserId(row.id("USER_ID"));
        ItemId item = new ItemId(row.id("ITEM_ID"));
        long timestampMs = timeMs(row, "TIMESTAMP", times);
        Double value = row.amount("EVENT_VALUE");
        EventType type = row.has("EVENT_TYPE") ? types.typeOf(row.field("EVENT_TYPE")) : EventType.VIEW;
        return type == null ? null : new Event(null, user, type, item, timestampMs, null, value, null);
    }

    /**
     * Reads items. An item's values hold from its {@code CREATION_TIMESTAMP} on, or always without one. Every item of a
     * dataset is available; bars separate several categories.
     */
    static ReadReport readItems(Source source, Consumer<CatalogueItem> sink) {
        LogTimes times = source.times().unguarded();
        return NamedColumns.read(source, ITEM, row -> item(row, times), sink);
    }

    private static CatalogueItem item(NamedColumns.Row row, LogTimes times) {
        ItemId item = new ItemId(row.id("ITEM_ID"));
        Double price = row.amount("PRICE");
        if (price != null && price < 0) {
            throw new IllegalArgumentException("column PRICE is " + price + ", expected at least 0");
        }
        String column = row.has("CATEGORY_L1") ? "CATEGORY_L1" : "CATEGORY";
        String category = FeedItems.text("column " + column, row.field(column));
        boolean dated = !row.field("CREATION_TIMESTAMP").isEmpty();
        long sinceMs = dated ? timeMs(row, "CREATION_TIMESTAMP", times) : 0;
        return new CatalogueItem(
                item, true, CatalogueItem.joined(CatalogueValues.categories(category)), price, null, null, sinceMs);
    }

    /** Reads a time, in seconds since the epoch unless the log has another unit; a fraction is cut to milliseconds. */
    private static long timeMs(NamedColumns.Row row, String column, LogTimes times) {
        String text = row.field(column);
        int dot = text.indexOf('.');
        boolean whole = dot < 0;
        boolean fraction = !whole && text.substring(dot + 1).matches("[0-9]{1,19}");
        long number = whole || fraction ? Digits.parse(whole ? text : text.substring(0, dot), Digits.MOST) : -1;
        LogTimes.Unit unit = times.unitOr(LogTimes.Unit.S);
        long ms = times.ms(
                number,
                LogTimes.Unit.S,
                () -> "column " + column + " is '" + Quote.of(text, 40) + "'",
                unit.since1970() + ", up to the year 9999");
        return fraction && unit == LogTimes.Unit.S
                ? ms + Integer.parseInt((text.substring(dot + 1) + "00").substring(0, 3))
                : ms;
    }
}
