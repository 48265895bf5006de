package io.nextcart.engine.rank;

import io.nextcart.data.EventType;
import io.nextcart.engine.Source;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.CandidateSource;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.source.NeighborSource;
import io.nextcart.engine.source.PopularSource;
import io.nextcart.engine.source.RepeatSource;
import io.nextcart.engine.source.WalkSource;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Turns a session into candidates and their vectors. Serving, training and evaluation all use this class, so their
 * vectors cannot differ. Reused between requests; one per thread.
 *
 * <p>Use: {@link #reset()}, {@link #add} oldest first, {@link #compute()}, then read {@link #candidates()} and
 * {@link #rows()}.
 */
public final class Workspace {
    private final Tables tables;
    private final ItemNumbers numbers;
    private final SessionState session;
    private final Candidates candidates = new Candidates();
    private final List<CandidateSource> sources;
    private final FeatureExtractor features;
    private final float[][] rows;
    /** The first of them, as many as there were candidates. */
    private float[][] shown = {};

    public Workspace(Tables tables) {
        this(tables, sources(tables).values());
    }

    /**
     * A workspace with other sources than serving uses, to measure what a source is worth.
     *
     * @param sources asked in this order
     */
    public Workspace(Tables tables, Collection<CandidateSource> sources) {
        this.tables = tables;
        this.sources = List.copyOf(sources);
        numbers = new ItemNumbers(tables.items());
        session = new SessionState(numbers.known());
        features = new FeatureExtractor(tables, session, candidates);
        rows = new float[Candidates.MAX_KEPT][FeatureExtractor.NAMES.size()];
    }

    /** The sources used in serving, in the order in which they are asked; the caller may change the map. */
    public static Map<Source, CandidateSource> sources(Tables tables) {
        ItemTable items = tables.items();
        PopularTable.Rows popular = tables.popular().popular();
        PopularTable.Rows trending = tables.popular().trending();
        Map<Source, CandidateSource> sources = new LinkedHashMap<>();
        sources.put(Source.REPEAT, new RepeatSource(30));
        sources.put(Source.CO_VISITATION, new NeighborSource(Source.CO_VISITATION, tables.coVisitation(), 100));
        sources.put(Source.WALK, new WalkSource(tables.coVisitation(), 50));
        sources.put(Source.CO_CART, new NeighborSource(Source.CO_CART, tables.coCart(), 20));
        sources.put(Source.CO_PURCHASE, new NeighborSource(Source.CO_PURCHASE, tables.coPurchase(), 10));
        sources.put(Source.CONTENT, new NeighborSource(Source.CONTENT, tables.content(), 20));
        sources.put(
                Source.POPULAR_IN_CATEGORY, new PopularSource(Source.POPULAR_IN_CATEGORY, items, popular, true, 15));
        sources.put(
                Source.TRENDING_IN_CATEGORY, new PopularSource(Source.TRENDING_IN_CATEGORY, items, trending, true, 15));
        sources.put(Source.POPULAR, new PopularSource(Source.POPULAR, items, popular, false, 10));
        sources.put(Source.TRENDING, new PopularSource(Source.TRENDING, items, trending, false, 10));
        return sources;
    }

    public Tables tables() {
        return tables;
    }

    /** Starts a request. */
    public void reset() {
        numbers.reset();
        session.reset();
    }

    /**
     * Adds the shopper's next event, in order of time.
     *
     * @param itemId may be unknown to the tables
     * @param timestampMs milliseconds since the epoch, or {@link SessionState#NO_TIME}
     */
    public void add(String itemId, EventType type, long timestampMs) {
        session.add(numbers.number(itemId), type, timestampMs);
    }

    /** The numbers of this request's items. */
    public ItemNumbers numbers() {
        return numbers;
    }

    /** The shopper's events. */
    public SessionState session() {
        return session;
    }

    /** Collects the candidates of a list without filters and computes their vectors. */
    public void compute() {
        compute(Candidates.RANKED, item -> true);
    }

    /**
     * Collects candidates and computes their vectors.
     *
     * @param most how many go to the ranker
     * @param allowed items that may be shown; others are no candidates
     */
    public void compute(int most, IntPredicate allowed) {
        session.seal();
        candidates.reset();
        for (CandidateSource source : sources) {
            source.collect(session, candidates);
        }
        candidates.keepBest(most, allowed);
        features.begin();
        for (int c = 0; c < candidates.size(); c++) {
            features.write(c, rows[c]);
        }
    }

    /** The candidates of the last {@link #compute()}. */
    public Candidates candidates() {
        return candidates;
    }

    /** The vectors of the last {@link #compute()}, one per candidate; overwritten by the next one. */
    public float[][] rows() {
        if (shown.length != candidates.size()) {
            shown = Arrays.copyOf(rows, candidates.size());
        }
        return shown;
    }
}
