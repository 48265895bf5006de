package io.nextcart.functions.recommend;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why an item is shown, as a sentence for the shopper: that of its source if it holds for anybody, else one about the
 * shopper's events. An event is of this session when no pause of more than {@link SessionState#GAP_MS} separates it
 * from the present.
 */
final class Reason {
    private static final Map<EventType, String> DONE = Map.of(
            EventType.VIEW, "you looked at it",
            EventType.ADD_TO_CART, "you put it in the cart",
            EventType.TRANSACTION, "you bought it");

    private final Tables tables;
    /** The weightiest deed on each item: of this session if there is one, else earlier. */
    private final Map<String, Deed> deeds = new HashMap<>();
    /** Categories of the items that the shopper viewed, as indices of the tables. */
    private final Set<Integer> categories = new HashSet<>();

    private record Deed(EventType type, boolean now) {
        boolean outweighs(Deed other) {
            return now == other.now ? type.compareTo(other.type) > 0 : now;
        }
    }

    /**
     * @param tables of the model that ranked
     * @param history of the shopper, oldest first
     * @param nowMs the present, milliseconds since the epoch
     */
    Reason(Tables tables, List<Interaction> history, long nowMs) {
        this.tables = tables;
        long laterMs = nowMs;
        Set<String> removed = new HashSet<>();
        for (int i = history.size() - 1; i >= 0; i--) {
            Interaction done = history.get(i);
            // An event without a time is of an inline session, and so of now.
            boolean timed = done.timestampMs() != Interaction.NO_TIME;
            boolean inSession = !timed || laterMs - done.timestampMs() <= SessionState.GAP_MS;
            laterMs = timed && inSession ? Math.min(laterMs, done.timestampMs()) : laterMs;
            if (done.type() == EventType.REMOVE_FROM_CART) {
                removed.add(done.itemId());
                continue;
            }
            if (done.type() == EventType.ADD_TO_CART && removed.contains(done.itemId())) {
                continue;
            }
            Deed deed = new Deed(done.type(), inSession);
            deeds.merge(done.itemId(), deed, (kept, older) -> older.outweighs(kept) ? older : kept);
            ItemTable items = tables.items();
            int item = done.type() == EventType.VIEW ? items.indexOf(done.itemId()) : -1;
            if (item >= 0 && items.category(item) >= 0) {
                categories.add(items.category(item));
            }
        }
    }

    /** The sentence for an item of the answer. */
    String of(Ranking.Item item) {
        return switch (item.source()) {
            case REPEAT -> repeat(deeds.get(item.itemId()), item.source());
            case TRENDING_IN_CATEGORY -> "rising in " + category(item.itemId());
            case POPULAR_IN_CATEGORY -> "popular in " + category(item.itemId());
            // Items that fill up a list when nothing more is popular have score 0.
            case POPULAR -> item.score() > 0 ? item.source().reason() : "also in the shop";
            case CO_VISITATION, WALK, CO_CART, CO_PURCHASE, TRENDING, SIMILAR, PINNED, EXPLORATION, CONTENT ->
                item.source().reason();
        };
    }

    private static String repeat(@Nullable Deed deed, Source source) {
        return deed == null ? source.reason() : DONE.get(deed.type) + (deed.now ? " in this session" : " earlier");
    }

    private String category(String itemId) {
        int item = tables.items().indexOf(itemId);
        int own = item < 0 ? ItemTable.NO_CATEGORY : tables.items().category(item);
        boolean looked = own >= 0
                && categories.stream().anyMatch(seen -> tables.categories().isWithin(own, seen));
        return looked ? "a category you looked at" : "this category";
    }
}
