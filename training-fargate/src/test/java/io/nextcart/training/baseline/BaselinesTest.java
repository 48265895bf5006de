package io.nextcart.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
    @TempDir
    Path folder;

    private Tables tables;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.tables(folder);
    }

    @Test
    void eachIsTheRuleOfItsName() {
        assertThat(ranked("popularity", 5, 8)).containsExactly(0, 1, 2, 3);
        assertThat(ranked("trending", 5, 8)).containsExactly(0, 1, 2, 3);
        assertThat(ranked("repeat", 5, 8)).containsExactly(8, 5, 0, 1);
        // From 8: 9 (3), 10 (1); from 5, seen before: 6 (0.7 · 3), 7 (0.7).
        assertThat(ranked("co_visitation", 5, 8)).containsExactly(9, 6, 10, 7);
        // Factors are {1, item}: the larger the item, the larger every product.
        assertThat(ranked("als", 5, 8)).containsExactly(11, 10, 9, 8);
    }

    @Test
    void withoutAKnownItemAllButTrendingArePopular() {
        for (Baseline baseline : Baselines.all(tables)) {
            assertThat(ranked(baseline.name())).as(baseline.name()).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void anItemThatNoTableKnowsIsRepeatedAndLeadsNowhere() {
        SessionState session = new SessionState(tables.items().size());
        session.add(5, EventType.VIEW, SessionState.NO_TIME);
        session.add(tables.items().size(), EventType.VIEW, SessionState.NO_TIME);
        session.add(8, EventType.VIEW, SessionState.NO_TIME);
        session.seal();
        for (Baseline baseline : Baselines.all(tables)) {
            int[] into = new int[4];
            int n = baseline.rank(session, into);
            int[] ranked = Arrays.copyOf(into, n);

            if (baseline.name().equals("repeat") || baseline.name().startsWith("own_")) {
                assertThat(ranked)
                        .as(baseline.name())
                        .startsWith(8, tables.items().size(), 5);
            } else {
                assertThat(ranked).as(baseline.name()).containsExactly(ranked(baseline.name(), 5, 8));
            }
        }
    }

    @Test
    void listsHoldEachItemOnceAndAreRefilled() {
        for (Baseline baseline : Baselines.all(tables)) {
            int[] into = new int[6];
            int n = baseline.rank(session(2, 3, 2), into);

            assertThat(Arrays.stream(into, 0, n).boxed().toList())
                    .as(baseline.name())
                    .doesNotHaveDuplicates()
                    .hasSize(6);
        }
    }

    @Test
    void theBestByFactorsAreThoseOfAFullSort() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            float[] scores = new float[200];
            for (int item = 0; item < scores.length; item++) {
                scores[item] = random.nextInt(40);
            }
            Path file = folder.resolve("scores.tbl");
            FactorTable.write(file, scores, 1);
            int[] best = new int[10];
            new FactorScan(FactorTable.open(file, scores.length)).best(new float[] {1}, best, new float[10]);
            List<Integer> sorted = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted((a, b) -> scores[a] != scores[b] ? Float.compare(scores[b], scores[a]) : a - b)
                    .limit(10)
                    .toList();
            assertThat(best).as("seed %d", seed).containsExactly(sorted.toArray(new Integer[0]));
        }
    }

    private int[] ranked(String name, int... seen) {
        Baseline baseline = Baselines.all(tables).stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        int[] into = new int[4];
        int n = baseline.rank(session(seen), into);
        return Arrays.copyOf(into, n);
    }

    private static SessionState session(int... seen) {
        SessionState session = new SessionState(100);
        for (int item : seen) {
            session.add(item, EventType.VIEW, SessionState.NO_TIME);
        }
        session.seal();
        return session;
    }
}
