package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads datasets as Amazon Personalize imports them: CSV of interactions and of items. Format:
 * https://docs.aws.amazon.com/personalize/latest/dg/ECOMMERCE-datasets-and-schemas.html. A {@code RECOMMENDATION_ID} is left out:
 * it names a recommendation of another system, and ours would be credited with the event.
 */
final class Personalize {
    private static final List<String> INTERACTION = List.of("USER_ID", "ITEM_ID", "TIMESTAMP");
    private static final List<String> ITEM = List.of("ITEM_ID");
    private static final List<String> CATEGORIES = List.of("CATEGORY_L1", "CATEGORY");

    private Personalize() {}

    /**
     * Reads interactions, plain or gzip. Without {@code EVENT_TYPE} each is a view.
     *
     * @param maxBadRows share of bad rows that is tolerated, 0–1
     */
    static ReadReport readInteractions(
            Path file, EventTypeTally types, double maxBadRows, Progress progress, Consumer<Event> sink) {
        return NamedColumns.read(
                file, INTERACTION, maxBadRows, progress, columns -> interactions(columns, types), sink);
    }

    private static Function<CsvRecord, @Nullable Event> interactions(NamedColumns columns, EventTypeTally types) {
        int user = columns.at("USER_ID");
        int item = columns.at("ITEM_ID");
        int time = columns.at("TIMESTAMP");
        int type = columns.at("EVENT_TYPE");
        int worth = columns.at("EVENT_VALUE");
        boolean typed = columns.has("EVENT_TYPE");
        return row -> {
            UserId userId = new UserId(CsvRows.id(row, user, "USER_ID"));
            ItemId itemId = new ItemId(CsvRows.id(row, item, "ITEM_ID"));
            long timestampMs = Seconds.toMs("column TIMESTAMP", row.getField(time));
            Double value = number("EVENT_VALUE", NamedColumns.field(row, worth));
            EventType known = typed ? types.typeOf(row.getField(type)) : EventType.VIEW;
            return known == null ? null : new Event(null, userId, known, itemId, timestampMs, null, value, null);
        };
    }

    /**
     * Reads items, plain or gzip: what is said of an item holds since its {@code CREATION_TIMESTAMP}, or always. Every item of a
     * dataset is available; of several categories the first is taken.
     *
     * @param maxBadRows share of bad rows that is tolerated, 0–1
     */
    static ReadReport readItems(Path file, double maxBadRows, Progress progress, Consumer<ItemFacts> sink) {
        return NamedColumns.read(file, ITEM, maxBadRows, progress, Personalize::items, sink);
    }

    private static Function<CsvRecord, @Nullable ItemFacts> items(NamedColumns columns) {
        int item = columns.at("ITEM_ID");
        int price = columns.at("PRICE");
        int created = columns.at("CREATION_TIMESTAMP");
        int category =
                columns.at(CATEGORIES.stream().filter(columns::has).findFirst().orElse(CATEGORIES.get(0)));
        return row -> {
            ItemId itemId = new ItemId(CsvRows.id(row, item, "ITEM_ID"));
            String since = NamedColumns.field(row, created);
            Double money = number("PRICE", NamedColumns.field(row, price));
            if (money != null && money < 0) {
                throw new IllegalArgumentException("column PRICE is " + money + ", expected at least 0");
            }
            return new ItemFacts(
                    since.isEmpty() ? 0 : Seconds.toMs("column CREATION_TIMESTAMP", since),
                    itemId,
                    true,
                    ItemFacts.first(NamedColumns.field(row, category)),
                    money);
        };
    }

    private static @Nullable Double number(String column, String text) {
        if (text.isBlank()) {
            return null;
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "column " + column + " is '" + Quote.of(text, 40) + "', expected a finite number");
        }
        return value;
    }
}
