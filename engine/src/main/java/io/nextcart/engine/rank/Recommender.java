package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.engine.Exploration;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Removed;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.Tables;
import java.util.List;

/**
 * Answers requests from one bundle. The same bundle, request and seed always give the same answer, including ties: no clock,
 * no other randomness. Returns k items whenever the filters allow k. Thread-safe.
 */
public final class Recommender {
    private final Tables tables;
    private final Answering answering;
    private final ThreadLocal<Workspace> workspaces;

    public Recommender(Tables tables, Ranker ranker) {
        this(tables, ranker, Calibration.NONE);
    }

    public Recommender(Tables tables, Ranker ranker, Calibration calibration) {
        this.tables = requireNonNull(tables, "tables is null");
        this.answering = new Answering(tables, ranker, calibration);
        this.workspaces = ThreadLocal.withInitial(() -> new Workspace(tables));
    }

    /** The tables that candidates come from. */
    public Tables tables() {
        return tables;
    }

    /**
     * Ranks for a shopper. When the history is empty, the items in the cart replace it, in the order of their ids.
     *
     * @return {@code PERSONAL} or {@code SESSION} when there is a history or a cart, else the next level that has items
     */
    public Ranking recommend(Query query) {
        return recommend(query, Overlay.NONE);
    }

    /** Like {@link #recommend(Query)}, with the shop's latest changes of the items of {@link #tables}. */
    public Ranking recommend(Query query, Overlay overlay) {
        return recommend(query, overlay, Exploration.NONE);
    }

    /** Like {@link #recommend(Query, Overlay)}, with items that few have seen in some places of the first page. */
    public Ranking recommend(Query query, Overlay overlay, Exploration exploration) {
        Workspace workspace = filled(query);
        ItemFilter filter = ItemFilter.of(tables, workspace.numbers(), query.filters(), query.history(), overlay);
        FallbackLevel level = query.fromAccount() ? FallbackLevel.PERSONAL : FallbackLevel.SESSION;
        return answering.answer(workspace, filter, query.k(), query.diversity(), level, exploration);
    }

    /**
     * What {@link #recommend(Query, Overlay)} does without: the strongest candidates that filters or rules removed, best first.
     *
     * @param most of them
     */
    public List<Removed> removed(Query query, Overlay overlay, int most) {
        Workspace workspace = filled(query);
        ItemFilter filter = ItemFilter.of(tables, workspace.numbers(), query.filters(), query.history(), overlay);
        return answering.removed(workspace, filter, query, most);
    }

    private Workspace filled(Query query) {
        Workspace workspace = workspaces.get();
        workspace.reset();
        List<Interaction> history = query.history();
        if (history.isEmpty()) {
            query.filters().cart().stream()
                    .sorted()
                    .forEach(id -> workspace.add(id, EventType.ADD_TO_CART, Interaction.NO_TIME));
        }
        int from = Math.max(0, history.size() - SessionState.MAX_EVENTS);
        for (Interaction interaction : history.subList(from, history.size())) {
            workspace.add(interaction.itemId(), interaction.type(), interaction.timestampMs());
        }
        return workspace;
    }

    /**
     * Items similar to one: the ranking for a shopper who viewed only this item, without the item itself.
     *
     * @param overlay the shop's latest changes of the items of {@link #tables}
     * @return {@code SIMILAR}, or a lower level when the item is unknown
     */
    public Ranking similar(String itemId, int k, Query.Filters filters, Overlay overlay) {
        return similar(itemId, k, filters, overlay, Exploration.NONE);
    }

    /** The same, with items that few have seen in some places of the first page. */
    public Ranking similar(String itemId, int k, Query.Filters filters, Overlay overlay, Exploration exploration) {
        Workspace workspace = workspaces.get();
        workspace.reset();
        workspace.add(itemId, EventType.VIEW, Interaction.NO_TIME);
        List<Interaction> self = List.of(new Interaction(itemId, EventType.VIEW, Interaction.NO_TIME));
        Query.Filters withoutItself = new Query.Filters(
                filters.exclude(),
                filters.cart(),
                filters.categories(),
                filters.availableOnly(),
                false,
                true,
                filters.offset());
        ItemFilter filter = ItemFilter.of(tables, workspace.numbers(), withoutItself, self, overlay);
        return answering.answer(workspace, filter, k, 0, FallbackLevel.SIMILAR, exploration);
    }

    /**
     * Popular items, of the filters' categories if any.
     *
     * @param overlay the shop's latest changes of the items of {@link #tables}
     */
    public Ranking popular(int k, Query.Filters filters, Overlay overlay) {
        return popular(new Query(List.of(), false, k, filters, 0), overlay);
    }

    /** Popular items for a shopper whose history is used only by the filters. */
    public Ranking popular(Query query, Overlay overlay) {
        Workspace workspace = workspaces.get();
        workspace.reset();
        ItemFilter filter = ItemFilter.of(tables, workspace.numbers(), query.filters(), query.history(), overlay);
        return answering.answer(workspace, filter, query.k(), 0, FallbackLevel.POPULAR);
    }
}
