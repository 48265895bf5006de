package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Exploration;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Removed;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.RareItems;
import io.nextcart.engine.table.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The fallback ladder: ranked candidates, then popular items of the session's categories, then of the shop, and finally
 * any item ever seen, until the filter has let k items pass. Thread-safe.
 */
public final class Answering {
    private static final int POPULAR_CATEGORIES = 3;
    private static final int NO_SLOT = -1;

    private final Tables tables;
    private final Ranker ranker;
    private final Calibration calibration;
    private final Explorer explorer;

    /** @param calibration turns the scores in the answer into probabilities; raw scores determine the order */
    public Answering(Tables tables, Ranker ranker, Calibration calibration) {
        this.tables = requireNonNull(tables, "tables is null");
        this.ranker = requireNonNull(ranker, "ranker is null");
        this.calibration = requireNonNull(calibration, "calibration is null");
        this.explorer = new Explorer(tables);
    }

    /**
     * Answers for the events in the workspace's session with the k items that follow {@link ItemFilter#offset}. A page
     * past the end of a list has no items, and the lowest level; only a list without any item has the level
     * {@code EMPTY}.
     *
     * @param ranked the level to report when the answer has a ranked candidate
     */
    public Ranking answer(Workspace workspace, ItemFilter filter, int k, double diversity, FallbackLevel ranked) {
        return answer(workspace, filter, k, diversity, ranked, Exploration.NONE);
    }

    /** The same, with rare items in some places of the first page, if it is full and has a ranked candidate. */
    Ranking answer(
            Workspace workspace,
            ItemFilter filter,
            int k,
            double diversity,
            FallbackLevel ranked,
            Exploration exploration) {
        Selection selection = new Selection(workspace.numbers(), filter, k, diversity);
        FallbackLevel lowest = filter.asksForCategory() ? FallbackLevel.CATEGORY : FallbackLevel.POPULAR;
        workspace.session().seal();
        FallbackLevel level = FallbackLevel.EMPTY;
        int candidates = 0;
        boolean similar = ranked == FallbackLevel.SIMILAR;
        // Nothing is similar to an unknown item, but a shopper who viewed one gets it back.
        if (similar ? workspace.session().knownCount() > 0 : workspace.session().length() > 0) {
            // By k alone, so that all pages of a list have the same candidates.
            workspace.compute(Math.max(Candidates.RANKED, 2 * k), filter::allows);
            offerRanked(workspace, selection, filter, similar);
            candidates = workspace.candidates().size();
            level = selection.hasAnswer() ? ranked : level;
        }
        if (!selection.isFull()) {
            level = fillUp(workspace, selection, filter, level);
        }
        if (exploration.share() > 0 && level == ranked && filter.offset() == 0 && selection.isFull()) {
            explorer.explore(workspace.session(), selection, k, exploration);
        }
        level = level == FallbackLevel.EMPTY && selection.size() > 0 ? lowest : level;
        return selection.size() == 0 ? Ranking.EMPTY : new Ranking(level, selection.answer(), candidates);
    }

    /** Fills a list below the ranked candidates; returns its level, {@code EMPTY} where only the shop's popular items are left. */
    private FallbackLevel fillUp(Workspace workspace, Selection selection, ItemFilter filter, FallbackLevel before) {
        FallbackLevel level = before;
        for (int category : categories(workspace, filter)) {
            offerPopular(selection, filter, category, Source.POPULAR_IN_CATEGORY);
            level = level == FallbackLevel.EMPTY && selection.hasAnswer() ? FallbackLevel.CATEGORY : level;
        }
        offerPopular(selection, filter, PopularTable.SHOP, Source.POPULAR);
        takeWaiting(selection, filter);
        for (int slot : filter.rules().slots()) {
            selection.release(slot);
        }
        offerAny(selection);
        return level;
    }

    /**
     * The items that an answer would have if filters and rules removed none: pins, then the best candidates, then what is popular.
     *
     * @param query that the workspace and the filter were made for
     */
    List<Removed> removed(Workspace workspace, ItemFilter filter, Query query, int most) {
        Map<Integer, Removed> found = new LinkedHashMap<>();
        IntConsumer add = item -> filter.removed(item, query).ifPresent(one -> found.putIfAbsent(item, one));
        filter.rules().pins().forEach(pin -> add.accept(workspace.numbers().number(pin.itemId())));
        workspace.session().seal();
        if (workspace.session().length() > 0) {
            workspace.compute(
                    Candidates.RANKED, item -> filter.removed(item, query).isPresent());
            Candidates candidates = workspace.candidates();
            for (int candidate : order(ranker.score(workspace.rows()), candidates)) {
                add.accept(candidates.item(candidate));
            }
        }
        PopularTable.Rows rows = tables.popular().popular();
        int from = rows.from(PopularTable.SHOP);
        for (int i = from; i < Math.min(rows.to(PopularTable.SHOP), from + Candidates.RANKED); i++) {
            add.accept(rows.item(i));
        }
        return found.values().stream().limit(most).toList();
    }

    private void offerRanked(Workspace workspace, Selection selection, ItemFilter filter, boolean similar) {
        Candidates candidates = workspace.candidates();
        double[] scores = ranker.score(workspace.rows());
        // The calibration was measured on whole sessions, never on a session of one item.
        Calibration measured = similar ? Calibration.NONE : calibration;
        int[] order = order(moved(scores, candidates, filter), candidates);
        boolean described = similar && isDescribed(workspace.session().knownItem(0));
        for (int candidate : order) {
            if (selection.isFull()) {
                break;
            }
            if (!described || isNeighbor(candidates, candidate)) {
                selection.offer(
                        candidates.item(candidate),
                        measured.probability(scores[candidate]),
                        similar ? Source.SIMILAR : candidates.strongest(candidate));
            }
        }
        if (described) {
            offerContent(selection, workspace.session().knownItem(0));
            double ceiling = selection.floor();
            for (int candidate : order) {
                if (!isNeighbor(candidates, candidate)) {
                    double score = ceiling * measured.probability(scores[candidate]);
                    selection.offer(candidates.item(candidate), score, Source.SIMILAR);
                }
            }
        }
        takeWaiting(selection, filter);
    }

    /** Whether few have seen an item, and the catalogue describes others like it. */
    private boolean isDescribed(int item) {
        return tables.items().views(item) <= RareItems.FEW_VIEWS
                && tables.content().from(item) < tables.content().to(item);
    }

    /** Whether shoppers viewed, carted or bought a candidate together with an item of the session. */
    private static boolean isNeighbor(Candidates candidates, int candidate) {
        return candidates.rank(Source.CO_VISITATION, candidate) > 0
                || candidates.rank(Source.CO_CART, candidate) > 0
                || candidates.rank(Source.CO_PURCHASE, candidate) > 0;
    }

    /** Offers the items that are described like one, with scores below everything already taken. */
    private void offerContent(Selection selection, int item) {
        NeighborTable content = tables.content();
        double ceiling = selection.floor();
        for (int position = content.from(item); position < content.to(item) && !selection.isFull(); position++) {
            selection.offer(content.item(position), ceiling * content.weight(position), Source.CONTENT);
        }
    }

    /** The scores with what the shop's rules add to the log-odds. */
    private static double[] moved(double[] scores, Candidates candidates, ItemFilter filter) {
        if (!filter.rules().moves()) {
            return scores;
        }
        double[] moved = new double[scores.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = scores[i] + filter.bias(candidates.item(i));
        }
        return moved;
    }

    /** Fills slots with popular items that they fit, then takes what waited for that, page by page. */
    private void takeWaiting(Selection selection, ItemFilter filter) {
        int before;
        do {
            before = selection.size();
            for (int slot = selection.unmetSlot(); slot >= 0; slot = selection.unmetSlot()) {
                fill(selection, filter, slot);
            }
            selection.takePostponed();
        } while (filter.rules().hasSlots() && !selection.isFull() && selection.size() > before);
    }

    /** Fills a slot of the page in progress with popular items of its category or of the shop, or keeps no more room for it. */
    private void fill(Selection selection, ItemFilter filter, int slot) {
        boolean inShop = filter.rules().all().get(slot).category() == null;
        int category = filter.rules().categoryOf(slot);
        if (category >= 0 && category < tables.categories().size()) {
            offerPopular(selection, filter, category, Source.POPULAR_IN_CATEGORY, slot);
        }
        // Of a category, those that the shop has put there since the training.
        Source source = inShop ? Source.POPULAR : Source.POPULAR_IN_CATEGORY;
        offerPopular(selection, filter, PopularTable.SHOP, source, slot);
        if (selection.isUnmet(slot)) {
            selection.release(slot);
        }
    }

    /** Positions by score descending, then by item index, which is item id order. */
    public static int[] order(double[] scores, Candidates candidates) {
        int[] order = new int[scores.length];
        for (int i = 0; i < order.length; i++) {
            int low = 0;
            int high = i;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int other = order[middle];
                boolean after = scores[other] > scores[i]
                        || (scores[other] == scores[i] && candidates.item(other) < candidates.item(i));
                if (after) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            System.arraycopy(order, low, order, low + 1, i - low);
            order[low] = i;
        }
        return order;
    }

    private List<Integer> categories(Workspace workspace, ItemFilter filter) {
        int[] asked = filter.categories();
        if (asked.length > 0) {
            return Arrays.stream(asked).boxed().toList();
        }
        List<Integer> categories = new ArrayList<>();
        for (int d = 0; d < workspace.session().knownCount() && categories.size() < POPULAR_CATEGORIES; d++) {
            int category = tables.items().category(workspace.session().knownItem(d));
            if (category >= 0 && !categories.contains(category)) {
                categories.add(category);
            }
        }
        return categories;
    }

    /** Offers a popularity list below everything already taken, with scores scaled to stay under the lowest. */
    private void offerPopular(Selection selection, ItemFilter filter, int category, Source source) {
        offerPopular(selection, filter, category, source, NO_SLOT);
    }

    /** The same only for the items of a slot, while it lacks one. */
    private void offerPopular(Selection selection, ItemFilter filter, int category, Source source, int slot) {
        if (isServed(selection, slot)) {
            return;
        }
        PopularTable.Rows rows = tables.popular().popular();
        int from = rows.from(category);
        int[] order = filter.rules().moves() ? filter.rules().moved(rows, category, filter) : null;
        double ceiling = selection.floor();
        for (int place = from; place < rows.to(category); place++) {
            if (isServed(selection, slot)) {
                break;
            }
            int position = order == null ? place : order[place - from];
            int item = rows.item(position);
            if (slot == NO_SLOT || Rules.has(filter.rulesOf(item), slot)) {
                double share = rows.score(position) / rows.score(from);
                selection.offer(item, ceiling * share, source);
            }
        }
    }

    private static boolean isServed(Selection selection, int slot) {
        return slot == NO_SLOT ? selection.isFull() : !selection.isUnmet(slot);
    }

    private void offerAny(Selection selection) {
        ItemTable items = tables.items();
        for (int item = 0; item < items.size() && !selection.isFull(); item++) {
            if (items.views(item) + items.carts(item) + items.purchases(item) > 0) {
                selection.offer(item, 0, Source.POPULAR);
            }
        }
        selection.takeAll();
    }
}
