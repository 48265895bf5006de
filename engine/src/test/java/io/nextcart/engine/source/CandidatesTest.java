package io.nextcart.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.Source;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CandidatesTest {
    @Test
    void theBestOfASourceAreThoseThatSortingFinds() {
        Candidates candidates = new Candidates();
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            candidates.reset();
            Map<Integer, Float> expected = new HashMap<>();
            int adds = random.nextInt(800);
            for (int i = 0; i < adds; i++) {
                int item = random.nextInt(300) * 7919;
                float amount = 1 + random.nextInt(5);
                candidates.add(Source.WALK, item, amount);
                expected.merge(item, amount, Float::sum);
            }
            int quota = 1 + random.nextInt(60);
            candidates.keepTop(Source.WALK, quota);
            List<Integer> best = expected.entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<Integer, Float> e) -> -e.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .limit(quota)
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(candidates.size()).as("seed %d", seed).isEqualTo(best.size());
            for (int c = 0; c < best.size(); c++) {
                int item = candidates.item(c);
                assertThat(candidates.rank(Source.WALK, c))
                        .as("seed %d, item %d", seed, item)
                        .isEqualTo(best.indexOf(item) + 1);
                assertThat(candidates.score(Source.WALK, c)).isEqualTo(expected.get(item));
            }
        }
    }

    @Test
    void anItemOfTwoSourcesIsOneCandidateWithBothScores() {
        Candidates candidates = new Candidates();
        candidates.reset();
        candidates.add(Source.REPEAT, 4, 1);
        candidates.add(Source.CO_VISITATION, 4, 2);
        candidates.keepTop(Source.REPEAT, 5);
        candidates.keepTop(Source.CO_VISITATION, 5);

        assertThat(candidates.size()).isEqualTo(1);
        assertThat(candidates.score(Source.REPEAT, 0)).isEqualTo(1);
        assertThat(candidates.score(Source.CO_VISITATION, 0)).isEqualTo(2);
    }

    @Test
    void freshOnesNeedNoReset() {
        Candidates candidates = new Candidates();
        candidates.add(Source.WALK, 3, 1);
        candidates.add(Source.WALK, 3, 1);
        candidates.keepTop(Source.WALK, 1);

        assertThat(candidates.item(0)).isEqualTo(3);
        assertThat(candidates.score(Source.WALK, 0)).isEqualTo(2);
    }

    @Test
    void nothingIsLeftAfterAReset() {
        Candidates candidates = new Candidates();
        candidates.reset();
        candidates.add(Source.WALK, 1, 1);
        candidates.keepTop(Source.WALK, 1);
        candidates.reset();
        candidates.add(Source.REPEAT, 1, 1);
        candidates.keepTop(Source.REPEAT, 1);

        assertThat(candidates.score(Source.WALK, 0)).isZero();
        assertThat(candidates.rank(Source.WALK, 0)).isZero();
    }

    @Test
    void aMillionResetsLaterNothingOfTheFirstRequestIsFound() {
        Candidates candidates = new Candidates();
        candidates.add(Source.WALK, 4, 1);
        candidates.keepTop(Source.WALK, 5);
        for (int request = 0; request < 3 << 20; request++) {
            candidates.reset();
            assertThat(candidates.find(4)).isEqualTo(-1);
        }
    }

    @Test
    void asManyItemsAsMayBeNamedAreFoundAndFurtherOnesIgnored() {
        Candidates candidates = new Candidates();
        for (int i = 0; i <= Candidates.MAX_NAMED; i++) {
            candidates.add(Source.WALK, i * 104_729, 1 + i);
        }
        candidates.keepTop(Source.WALK, Candidates.MAX_KEPT);

        assertThat(candidates.size()).isEqualTo(Candidates.MAX_KEPT);
        assertThat(candidates.item(0)).isEqualTo((Candidates.MAX_NAMED - 1) * 104_729);
        assertThat(candidates.find(Candidates.MAX_NAMED * 104_729)).isEqualTo(-1);
    }

    @Test
    void theFirstPassKeepsOwnItemsAndWhatSourcesAgreeOnAmongTheAllowed() {
        Candidates candidates = new Candidates();
        candidates.reset();
        candidates.add(Source.REPEAT, 1, 1);
        candidates.keepTop(Source.REPEAT, 30);
        for (int rank = 1; rank <= 50; rank++) {
            candidates.add(Source.CO_VISITATION, 100 + rank, 1000 - rank);
        }
        candidates.keepTop(Source.CO_VISITATION, 50);
        candidates.add(Source.WALK, 150, 3); // the last of the neighbours
        candidates.add(Source.WALK, 200, 2);
        candidates.keepTop(Source.WALK, 50);
        candidates.add(Source.POPULAR_IN_CATEGORY, 300, 1);
        candidates.keepTop(Source.POPULAR_IN_CATEGORY, 10);

        candidates.keepBest(6, item -> item != 102);

        // Worth: own; 150 is 1/70 + 1/21, 101 is 1/21, 200 is 1/22, 103 and 104 are 1/23 and 1/24; 102 may not stay,
        // 300 is 0.1/21.
        assertThat(IntStream.range(0, candidates.size()).map(candidates::item))
                .as("in their order")
                .containsExactly(1, 101, 103, 104, 150, 200);
        assertThat(candidates.find(104)).isEqualTo(3);
        assertThat(candidates.find(102)).isNegative();
        assertThat(candidates.find(300)).isNegative();
        assertThat(candidates.rank(Source.CO_VISITATION, 4)).isEqualTo(50);
        assertThat(candidates.rank(Source.WALK, 4)).isEqualTo(1);
        assertThat(candidates.best(Source.CO_VISITATION)).isEqualTo(999);
        assertThat(candidates.best(Source.CO_CART)).isZero();
    }
}
