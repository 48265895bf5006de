package io.nextcart.engine.rank;

import io.nextcart.engine.Source;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.CandidateSource;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.source.NeighborSource;
import io.nextcart.engine.source.PopularSource;
import io.nextcart.engine.source.RepeatSource;
import io.nextcart.engine.source.WalkSource;
import io.nextcart.engine.table.Tables;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * From a session to candidates and their vectors. Serving, training and evaluation all run this class, so a vector cannot
 * differ between them. Reused between questions; one per thread.
 *
 * <p>Use: {@code session().reset()}, {@code session().add(…)} oldest first, {@link #compute()}, then read {@link
 * #candidates()} and {@link #rows()}.
 */
public final class Workspace {
    private final SessionState session = new SessionState();
    private final Candidates candidates;
    private final List<CandidateSource> sources;
    private final FeatureExtractor features;
    private final float[][] rows;

    public Workspace(Tables tables) {
        this(tables, Set.of());
    }

    /**
     * For experiments.
     *
     * @param muted sources that name nothing
     */
    public Workspace(Tables tables, Set<Source> muted) {
        candidates = new Candidates(muted);
        sources = List.of(
                new RepeatSource(30),
                new NeighborSource(Source.CO_VISITATION, tables.coVisitation(), 100),
                new WalkSource(tables.coVisitation(), 50),
                new NeighborSource(Source.CO_CART, tables.coCart(), 20),
                new NeighborSource(Source.CO_PURCHASE, tables.coPurchase(), 10),
                new PopularSource(tables));
        features = new FeatureExtractor(tables);
        rows = new float[Candidates.MAX_KEPT][features.featureCount()];
    }

    /** The session to fill. */
    public SessionState session() {
        return session;
    }

    /** Collects candidates and computes their vectors. */
    public void compute() {
        session.seal();
        candidates.reset();
        for (CandidateSource source : sources) {
            source.collect(session, candidates);
        }
        features.begin(session, candidates);
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
        return Arrays.copyOf(rows, candidates.size());
    }

    /** What the vectors mean. */
    public FeatureExtractor features() {
        return features;
    }
}
