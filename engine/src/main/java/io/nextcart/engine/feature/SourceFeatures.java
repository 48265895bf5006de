package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Source;
import io.nextcart.engine.source.Candidates;
import java.util.ArrayList;
import java.util.List;

/**
 * What each source found: score, rank and share of the best score, and how many sources agree. The rank is 999 where a
 * source did not name the candidate.
 */
final class SourceFeatures implements FeatureGroup {
    private static final float NO_RANK = 999;
    private static final Source[] SCORED = {
        Source.REPEAT, Source.CO_VISITATION, Source.WALK, Source.CO_CART, Source.CO_PURCHASE
    };
    private static final Source[] RANKED = {
        Source.REPEAT,
        Source.CO_VISITATION,
        Source.WALK,
        Source.CO_CART,
        Source.CO_PURCHASE,
        Source.TRENDING_IN_CATEGORY,
        Source.POPULAR_IN_CATEGORY,
        Source.TRENDING,
        Source.POPULAR
    };

    static final List<String> NAMES = names();

    private final Candidates candidates;
    private float bestCoVisitation;
    private float bestWalk;

    SourceFeatures(Candidates candidates) {
        this.candidates = requireNonNull(candidates, "candidates is null");
    }

    @Override
    public void begin() {
        bestCoVisitation = candidates.best(Source.CO_VISITATION);
        bestWalk = candidates.best(Source.WALK);
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        int next = at;
        for (Source source : SCORED) {
            row[next++] = candidates.score(source, candidate);
        }
        int sources = 0;
        for (Source source : RANKED) {
            int rank = candidates.rank(source, candidate);
            row[next++] = rank == 0 ? NO_RANK : rank;
            sources += rank == 0 ? 0 : 1;
        }
        row[next++] = sources;
        row[next++] = share(Source.CO_VISITATION, candidate, bestCoVisitation);
        row[next] = share(Source.WALK, candidate, bestWalk);
    }

    private float share(Source source, int candidate, float best) {
        return best == 0 ? 0 : candidates.score(source, candidate) / best;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Source source : SCORED) {
            names.add(source.wireName() + "_score");
        }
        for (Source source : RANKED) {
            names.add(source.wireName() + "_rank");
        }
        names.addAll(List.of("sources", "co_visitation_share_of_best", "walk_share_of_best"));
        return List.copyOf(names);
    }
}
