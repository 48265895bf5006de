package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Gorse exports: CSV as its dashboard writes it ({@code feedback_type,user_id,item_id,time_stamp} and
 * {@code item_id,is_hidden,categories,time_stamp,…}), or the objects of its REST API, one a line ({@code FeedbackType, UserId, ItemId,
 * Timestamp} and {@code ItemId, IsHidden, Categories, Timestamp}). Format: https://github.com/gorse-io/gorse.
 */
final class Gorse {
    private static final List<String> FEEDBACK = List.of("feedback_type", "user_id", "item_id", "time_stamp");
    private static final List<String> ITEM = List.of("item_id", "is_hidden");
    /** Labels of an item can hold an embedding. */
    private static final int LONGEST_LINE = 1 << 20;
    /** Gorse writes the year 1 for a time that it does not know. */
    private static final String UNKNOWN_TIME = "0001-01-01";

    private Gorse() {}

    /**
     * Reads feedback, plain or gzip.
     *
     * @param maxBadRows share of bad rows that is tolerated, 0–1
     */
    static ReadReport readFeedback(
            Path file, EventTypeTally types, double maxBadRows, Progress progress, Consumer<Event> sink) {
        if (EventFiles.isNdjson(file)) {
            return JsonLines.readObjects(
                    file,
                    LONGEST_LINE,
                    maxBadRows,
                    progress,
                    "feedback",
                    fields -> event(
                            types,
                            text(fields, "FeedbackType"),
                            Ids.check("UserId", text(fields, "UserId")),
                            Ids.check("ItemId", text(fields, "ItemId")),
                            timestampMs("Timestamp", text(fields, "Timestamp"))),
                    sink);
        }
        return NamedColumns.read(file, FEEDBACK, maxBadRows, progress, columns -> feedback(columns, types), sink);
    }

    private static Function<CsvRecord, @Nullable Event> feedback(NamedColumns columns, EventTypeTally types) {
        int type = columns.at("feedback_type");
        int user = columns.at("user_id");
        int item = columns.at("item_id");
        int time = columns.at("time_stamp");
        return row -> event(
                types,
                row.getField(type),
                CsvRows.id(row, user, "user_id"),
                CsvRows.id(row, item, "item_id"),
                timestampMs("column time_stamp", row.getField(time)));
    }

    private static @Nullable Event event(
            EventTypeTally types, String name, String user, String item, long timestampMs) {
        EventType type = types.typeOf(name);
        return type == null ? null : Event.of(new UserId(user), type, new ItemId(item), timestampMs);
    }

    /**
     * Reads items, plain or gzip. What is said of an item holds since its time, or always when that is unknown; of several
     * categories the first is taken.
     *
     * @param maxBadRows share of bad rows that is tolerated, 0–1
     */
    static ReadReport readItems(Path file, double maxBadRows, Progress progress, Consumer<ItemFacts> sink) {
        if (EventFiles.isNdjson(file)) {
            return JsonLines.readObjects(file, LONGEST_LINE, maxBadRows, progress, "an item", Gorse::item, sink);
        }
        return NamedColumns.read(file, ITEM, maxBadRows, progress, Gorse::items, sink);
    }

    private static ItemFacts item(Map<String, Object> fields) {
        Object hidden = fields.getOrDefault("IsHidden", false);
        if (!(hidden instanceof Boolean isHidden)) {
            throw new IllegalArgumentException("IsHidden is no truth value, expected true or false");
        }
        Object categories = fields.get("Categories");
        String category = null;
        if (categories instanceof List<?> list) {
            category = list.isEmpty() ? null : ItemFacts.first(String.valueOf(list.get(0)));
        } else if (categories != null) {
            throw new IllegalArgumentException("Categories is no array, expected names of categories");
        }
        String item = Ids.check("ItemId", text(fields, "ItemId"));
        Object since = fields.get("Timestamp");
        return new ItemFacts(
                since == null ? 0 : sinceMs("Timestamp", String.valueOf(since)),
                new ItemId(item),
                !isHidden,
                category,
                null);
    }

    private static Function<CsvRecord, @Nullable ItemFacts> items(NamedColumns columns) {
        int item = columns.at("item_id");
        int hidden = columns.at("is_hidden");
        int categories = columns.at("categories");
        int time = columns.at("time_stamp");
        return row -> {
            String flag = row.getField(hidden);
            if (!flag.equals("true") && !flag.equals("false")) {
                throw new IllegalArgumentException(
                        "column is_hidden is '" + Quote.of(flag, 40) + "', expected true or false");
            }
            return new ItemFacts(
                    sinceMs("column time_stamp", NamedColumns.field(row, time)),
                    new ItemId(CsvRows.id(row, item, "item_id")),
                    flag.equals("false"),
                    ItemFacts.first(NamedColumns.field(row, categories)),
                    null);
        };
    }

    private static String text(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(
                name + (fields.get(name) == null ? " is missing" : " is no text") + ", expected text");
    }

    private static long sinceMs(String name, String text) {
        return text.isEmpty() || text.startsWith(UNKNOWN_TIME) ? 0 : timestampMs(name, text);
    }

    /** Reads ISO 8601, or what Go prints of a time: {@code 2020-01-01 01:01:01.5 +0000 UTC}. */
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
            // Digits alone would be taken for milliseconds; Gorse never writes them.
            return Digits.parse(text, Long.MAX_VALUE / 16) < 0 ? text : "";
        }
        return text.substring(0, 10) + "T" + text.substring(11, space) + text.substring(space + 1, space + 4) + ":"
                + text.substring(space + 4, space + 6);
    }
}
