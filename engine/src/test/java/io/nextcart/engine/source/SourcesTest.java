package io.nextcart.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.EventType;
import io.nextcart.engine.Source;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Known answers of each source for a shopper who viewed a (0), then e (4). */
final class SourcesTest {
    @TempDir
    Path folder;

    private Tables tables;
    private final SessionState session = new SessionState(100);
    private final Candidates candidates = new Candidates();

    @BeforeEach
    void viewTwoItems() throws IOException {
        tables = TinyShop.tables(folder);
        session.add(0, EventType.VIEW, 1000);
        session.add(4, EventType.VIEW, 2000);
        session.seal();
        candidates.reset();
    }

    @Test
    void repeatsAreTheSessionsItemsNewestFirst() {
        new RepeatSource(10).collect(session, candidates);

        assertThat(scores(Source.REPEAT)).containsExactly(Map.entry(4, 1f), Map.entry(0, 0.7f));
    }

    @Test
    void coVisitationSumsDecayedNeighbourWeights() {
        new NeighborSource(Source.CO_VISITATION, tables.coVisitation(), 10).collect(session, candidates);

        // e leads to f (3) and g (1); a, one step older, to b (3) and c (1).
        assertThat(scores(Source.CO_VISITATION))
                .containsExactly(Map.entry(5, 3f), Map.entry(1, 0.7f * 3f), Map.entry(6, 1f), Map.entry(2, 0.7f * 1f));
    }

    @Test
    void theQuotaKeepsTheBest() {
        new NeighborSource(Source.CO_VISITATION, tables.coVisitation(), 2).collect(session, candidates);

        assertThat(scores(Source.CO_VISITATION)).containsOnlyKeys(5, 1);
    }

    @Test
    void theWalkMultipliesStepSharesOverItsPaths() {
        new WalkSource(tables.coVisitation(), 20).collect(session, candidates);

        // From e: f 3/4, g 1/4; then g 3/4·3/4, h 3/4·1/4 + 1/4·3/4, i 1/4·1/4.
        Map<Integer, Float> scores = scores(Source.WALK);
        assertThat(scores.get(6)).isCloseTo(9f / 16, within(1e-6f));
        assertThat(scores.get(7)).isCloseTo(6f / 16, within(1e-6f));
        assertThat(scores.get(8)).isCloseTo(1f / 16, within(1e-6f));
        assertThat(scores.get(2)).isCloseTo(0.7f * 9f / 16, within(1e-6f));
    }

    @Test
    void popularItemsComeFromTheShopAndTheSessionsCategories() {
        for (CandidateSource source : Workspace.sources(tables).values()) {
            source.collect(session, candidates);
        }

        assertThat(scores(Source.POPULAR)).containsOnlyKeys(0, 1, 2, 3, 4, 5);
        assertThat(scores(Source.POPULAR_IN_CATEGORY)).containsOnlyKeys(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void anEmptySessionHasNoNeighbours() {
        session.reset();
        session.seal();
        new NeighborSource(Source.CO_VISITATION, tables.coVisitation(), 10).collect(session, candidates);
        new RepeatSource(10).collect(session, candidates);
        new WalkSource(tables.coVisitation(), 10).collect(session, candidates);

        assertThat(candidates.size()).isZero();
    }

    private Map<Integer, Float> scores(Source source) {
        Map<Integer, Float> byRank = new LinkedHashMap<>();
        for (int rank = 1; rank <= candidates.size(); rank++) {
            for (int c = 0; c < candidates.size(); c++) {
                if (candidates.rank(source, c) == rank) {
                    byRank.put(candidates.item(c), candidates.score(source, c));
                }
            }
        }
        return byRank;
    }
}
