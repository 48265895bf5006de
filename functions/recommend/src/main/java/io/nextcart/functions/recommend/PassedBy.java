package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.Query;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.TrainingDetails;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What shoppers pass by, of the items that can be bought now: those that were viewed and never put in the cart or bought, and those of the
 * catalogue that nobody viewed. By the log that a model learned from; which items lists showed is recorded nowhere.
 */
final class PassedBy {
    private static final Query.Filters IN_STOCK =
            new Query.Filters(Set.of(), Set.of(), Set.of(), true, false, false, 0);

    private final ServedModel model;
    private final CatalogueOverlay now;
    private final Tables tables;
    private final ItemTable items;
    private final @Nullable CatalogueTable said;
    private final ItemNumbers numbers;
    private final ItemFilter offered;

    /**
     * @param now what the shop said since the model was made
     * @param overlay the same, as lists are filtered by it
     */
    PassedBy(ServedModel model, CatalogueOverlay now, Overlay overlay) {
        this.model = requireNonNull(model, "model is null");
        this.now = requireNonNull(now, "now is null");
        this.tables = model.recommender().tables();
        this.items = tables.items();
        this.said = model.catalogue();
        this.numbers = new ItemNumbers(items);
        this.offered = ItemFilter.of(tables, numbers, IN_STOCK, List.of(), overlay);
    }

    /** The first of many. */
    private static final class First<T> {
        private final int most;
        private final Comparator<T> order;
        private final PriorityQueue<T> kept;
        private long count;

        First(int most, Comparator<T> order) {
            this.most = most;
            this.order = order;
            this.kept = new PriorityQueue<>(order.reversed());
        }

        void add(T one) {
            count++;
            kept.add(one);
            if (kept.size() > most) {
                kept.remove();
            }
        }

        JsonFields toJson(Function<T, JsonFields> item) {
            List<T> sorted = new ArrayList<>(kept);
            sorted.sort(order);
            return new JsonFields().put("count", count).putAll("items", sorted, item);
        }
    }

    /**
     * In the form of docs/api.md.
     *
     * @param most items of each kind
     * @param details of each item
     */
    JsonFields toJson(int most, ItemDetails details) {
        First<Integer> uncarted = new First<>(
                most,
                Comparator.<Integer>comparingInt(item -> -items.views(item)).thenComparing(Comparator.naturalOrder()));
        long carts = 0;
        for (int item = 0; item < items.size(); item++) {
            carts += items.carts(item);
            boolean passedBy = items.views(item) > 0 && items.carts(item) + items.purchases(item) == 0;
            if (passedBy && offered.allows(item)) {
                uncarted.add(item);
            }
        }
        First<String> unviewed = unviewed(most);
        TrainingDetails.Window log = window();
        return new JsonFields()
                .put("model", model.version())
                .putInstant("from", log.firstMs() < 0 ? null : log.firstMs())
                .putInstant("until", log.lastMs() < 0 ? null : log.lastMs())
                .put("add_to_carts", carts)
                .put(
                        "never_carted",
                        uncarted.toJson(item -> item(items.id(item), details).put("views", items.views(item))))
                .put("never_viewed", unviewed.toJson(id -> item(id, details)));
    }

    private TrainingDetails.Window window() {
        try {
            return model.manifest().training().window();
        } catch (DamagedDocumentException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonFields item(String id, ItemDetails details) {
        JsonFields fields = new JsonFields().put("item_id", id);
        details.addTo(fields, tables, id);
        return fields;
    }

    private First<String> unviewed(int most) {
        First<String> found = new First<String>(most, Comparator.<String>naturalOrder());
        for (int place = 0; said != null && place < said.places(); place++) {
            if (said.state(place) >= 0 && !hasEvents(place)) {
                addOffered(said.id(place), found);
            }
        }
        for (CatalogueItem item : now.changed()) {
            String id = item.itemId().value();
            int known = items.indexOf(id);
            if ((known < 0 || !hasEvents(known)) && (said == null || said.place(id) < 0)) {
                addOffered(id, found);
            }
        }
        return found;
    }

    private void addOffered(String id, First<String> found) {
        numbers.reset(); // one that the tables do not know is enough
        if (offered.allows(numbers.number(id))) {
            found.add(id);
        }
    }

    private boolean hasEvents(int item) {
        return items.views(item) + items.carts(item) + items.purchases(item) > 0;
    }
}
