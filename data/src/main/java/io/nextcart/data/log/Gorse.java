package io.nextcart.data.log;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the exports of Gorse: CSV as its dashboard writes it ({@code feedback_type,user_id,item_id,time_stamp} and
 * {@code item_id,is_hidden,categories,time_stamp,…}), or the objects of its REST API, one a line
 * ({@code FeedbackType, UserId, ItemId, Timestamp} and {@code ItemId, IsHidden, Categories, Timestamp}). Format:
 * https://github.com/gorse-io/gorse.
 */
final class Gorse {
    private static final List<String> FEEDBACK = List.of("feedback_type", "user_id", "item_id", "time_stamp");
    private static final List<String> ITEM = List.of("item_id", "is_hidden");
    /** The labels of an item can hold an embedding. */
    private static final int LONGEST_LINE = 1 << 20;
    /** Gorse writes the year 1 for an unknown time. */
    private static final String UNKNOWN_TIME = "0001-01-01";

    private Gorse() {}

    static ReadReport readFeedback(Source source, EventTypeTally types, Consumer<Event> sink) {
        if (EventFiles.isNdjson(source.file())) {
            return JsonLines.read(
                    source,
                    LONGEST_LINE,
                    JsonLines.objects(
                            "feedback",
                            row -> event(
                                    types,
                                    row.text("FeedbackType"),
                                    id(row, "UserId"),
                                    id(row, "ItemId"),
                                    feedbackMs("Timestamp", row.text("Timestamp"), source.times())),
                            sink));
        }
        return NamedColumns.read(
                source,
                FEEDBACK,
                row -> event(
                        types,
                        row.field("feedback_type"),
                        row.id("user_id"),
                        row.id("item_id"),
                        feedbackMs("column time_stamp", row.field("time_stamp"), source.times())),
                sink);
    }

    private static @Nullable Event event(
            EventTypeTally types, String name, String user, String item, long timestampMs) {
        EventType type = types.typeOf(name);
        return type == null ? null : Event.of(new UserId(user), type, new ItemId(item), timestampMs);
    }

    /**
     * Reads items. An item's values hold from its time on, or always when the time is unknown. In CSV, bars separate
     * categories.
     */
    static ReadReport readItems(Source source, Consumer<CatalogueItem> sink) {
        return EventFiles.isNdjson(source.file())
                ? JsonLines.read(source, LONGEST_LINE, JsonLines.objects("an item", Gorse::item, sink))
                : NamedColumns.read(source, ITEM, Gorse::item, sink);
    }

    private static CatalogueItem item(RowFields row) {
        boolean hidden = Boolean.TRUE.equals(row.optionalFlag("IsHidden"));
        Object categories = row.get("Categories");
        String all = "";
        if (categories instanceof List<?> names) {
            all = names.stream().map(String::valueOf).collect(Collectors.joining(CatalogueItem.BETWEEN_CATEGORIES));
        } else if (categories != null) {
            throw new RowFields.Fault("Categories", "expected an array of names");
        }
        String item = id(row, "ItemId");
        Object since = row.get("Timestamp");
        return item(item, hidden, all, "Timestamp", since == null ? "" : since.toString());
    }

    private static CatalogueItem item(NamedColumns.Row row) {
        String hidden = row.field("is_hidden");
        if (!hidden.equals("true") && !hidden.equals("false")) {
            throw new IllegalArgumentException(
                    "column is_hidden is '" + Quote.of(hidden, 40) + "', expected true or false");
        }
        return item(
                row.id("item_id"),
                hidden.equals("true"),
                row.field("categories"),
                "column time_stamp",
                row.field("time_stamp"));
    }

    private static CatalogueItem item(String id, boolean hidden, String categories, String timeName, String time) {
        boolean dated = !time.isEmpty() && !time.startsWith(UNKNOWN_TIME);
        long sinceMs = dated ? timestampMs(timeName, time) : 0;
        return new CatalogueItem(
                new ItemId(id),
                !hidden,
                CatalogueItem.joined(CatalogueValues.categories(FeedItems.text("categories", categories))),
                null,
                null,
                null,
                sinceMs);
    }

    private static String id(RowFields row, String name) {
        return Ids.check(name, row.text(name));
    }

    private static long feedbackMs(String name, String text, LogTimes times) {
        return times.checked(timestampMs(name, text), () -> name + " is '" + Quote.of(text, 40) + "'");
    }

    /** Reads ISO 8601, or a time as Go prints it: {@code 2020-01-01 01:01:01.5 +0000 UTC}. */
    private static long timestampMs(String name, String text) {
        try {
            return EventDecoder.timestampMs(iso(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " is '" + Quote.of(text, 40)
                            + "', expected a time since 1970 such as 2020-01-01 01:01:01 +0000 UTC or 2020-01-01T01:01:01Z",
                    e);
        }
    }

    private static String iso(String text) {
        int space = text.indexOf(' ', 11);
        if (text.length() < 11 || text.charAt(10) != ' ' || space < 0 || text.length() < space + 6) {
            // Digits alone would count as milliseconds; Gorse never writes them.
            return Digits.parse(text, Long.MAX_VALUE / 16) < 0 ? text : "";
        }
        return text.substring(0, 10) + "T" + text.substring(11, space) + text.substring(space + 1, space + 4) + ":"
                + text.substring(space + 4, space + 6);
    }
}
