package io.nextcart.engine.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnsweringTest {
    private static final Ranker BY_SOURCE_SCORES = rows -> {
        double[] scores = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            scores[r] = rows[r][0] + rows[r][1];
        }
        return scores;
    };
    private static final Ranker ALL_EQUAL = rows -> new double[rows.length];

    @TempDir
    Path folder;

    private Tables tables;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.tables(folder);
    }

    @Test
    void aSessionIsRankedByTheRanker() {
        Ranking ranking = answer(BY_SOURCE_SCORES, views(0, 4), Query.Filters.NONE, 3, 0);

        assertThat(ranking.level()).isEqualTo(FallbackLevel.SESSION);
        assertThat(ids(ranking)).containsExactly("f", "b", "e");
        assertThat(ranking.items().get(0).source()).isEqualTo(Source.CO_VISITATION);
        assertThat(ranking.items().get(2).source()).isEqualTo(Source.REPEAT);
    }

    @Test
    void calibrationMakesProbabilitiesOfScoresAndLeavesTheOrder() {
        // All scores lie between the points, where the probability is constant.
        Calibration flat = Calibration.isotonic(new float[] {-100, 100}, new float[] {0.25f, 0.25f});
        Workspace workspace = new Workspace(tables);
        fill(workspace, views(0, 4));
        ItemFilter filter = ItemFilter.of(tables, workspace.numbers(), Query.Filters.NONE, views(0, 4), Overlay.NONE);

        Ranking calibrated =
                new Answering(tables, BY_SOURCE_SCORES, flat).answer(workspace, filter, 3, 0, FallbackLevel.SESSION);

        assertThat(ids(calibrated)).isEqualTo(ids(answer(BY_SOURCE_SCORES, views(0, 4), Query.Filters.NONE, 3, 0)));
        assertThat(calibrated.items())
                .allSatisfy(item -> assertThat(item.score()).isEqualTo(0.25));
    }

    @Test
    void scoresOfSimilarItemsAreNotCalibrated() {
        Calibration flat = Calibration.isotonic(new float[] {-100, 100}, new float[] {0.25f, 0.25f});
        Workspace workspace = new Workspace(tables);
        fill(workspace, views(0));
        ItemFilter filter = ItemFilter.of(tables, workspace.numbers(), Query.Filters.NONE, views(0), Overlay.NONE);

        Ranking similar = new Answering(tables, ALL_EQUAL, flat).answer(workspace, filter, 3, 0, FallbackLevel.SIMILAR);

        assertThat(similar.items()).allSatisfy(item -> assertThat(item.score()).isEqualTo(0.5));
    }

    @Test
    void equalScoresAreOrderedByItemId() {
        Ranking ranking = answer(ALL_EQUAL, views(0, 4), Query.Filters.NONE, 5, 0);

        assertThat(ids(ranking)).isSorted();
    }

    @Test
    void anItemThatCameAfterTheTrainingIsRecommendedToWhoeverLookedAtIt() {
        Ranking ranking = answer(new RuleRanker(), views(-1, 0), Query.Filters.NONE, 3, 0);

        assertThat(ranking.level()).isEqualTo(FallbackLevel.SESSION);
        assertThat(ids(ranking)).containsExactly("a", "unknown", "b");
        assertThat(ranking.items().get(1).source()).isEqualTo(Source.REPEAT);
    }

    @Test
    void nothingIsSimilarToAnUnknownItem() {
        Ranking ranking = new Recommender(tables, ALL_EQUAL).similar("unknown", 2, Query.Filters.NONE, Overlay.NONE);

        assertThat(ranking.level()).isEqualTo(FallbackLevel.POPULAR);
        assertThat(ids(ranking)).containsExactly("a", "b");
    }

    @Test
    void whatIsDescribedLikeAnItemFollowsItsNeighborsAndComesBeforeAllOthers() throws IOException {
        assertThat(ids(similar("l", 4, Query.Filters.NONE))).containsExactly("a", "b", "c", "d");
        tables = TinyShop.withContent(folder);

        Ranking similar = similar("l", 7, Query.Filters.NONE);

        assertThat(similar.level()).isEqualTo(FallbackLevel.SIMILAR);
        assertThat(ids(similar)).containsExactly("a", "b", "c", "j", "d", "h", "e");
        assertThat(similar.items().stream().map(Ranking.Item::source))
                .containsExactly(
                        Source.SIMILAR,
                        Source.SIMILAR,
                        Source.CONTENT,
                        Source.CONTENT,
                        Source.CONTENT,
                        Source.CONTENT,
                        Source.SIMILAR);
        assertThat(similar.items().stream().map(Ranking.Item::score)).isSortedAccordingTo(Comparator.reverseOrder());
        Query.Filters some = new Query.Filters(Set.of("c"), Set.of(), (String) null, true, false, false);
        assertThat(ids(similar("l", 4, some))).containsExactly("a", "b", "j", "h");
    }

    @Test
    void whatIsDescribedLikeAnItemOfASessionIsACandidateForTheRanker() throws IOException {
        Ranking ofA = similar("a", 4, Query.Filters.NONE);
        Ranking ofH = similar("h", 12, Query.Filters.NONE);
        assertThat(sourceOf("k", answer(BY_SOURCE_SCORES, views(0), Query.Filters.NONE, 12, 0)))
                .isNotEqualTo(Source.CONTENT);
        tables = TinyShop.withContent(folder);

        assertThat(sourceOf("k", answer(BY_SOURCE_SCORES, views(0), Query.Filters.NONE, 12, 0)))
                .isEqualTo(Source.CONTENT);
        assertThat(similar("a", 4, Query.Filters.NONE).items())
                .as("many have seen it")
                .isEqualTo(ofA.items());
        assertThat(similar("h", 12, Query.Filters.NONE)).isEqualTo(ofH);
    }

    private static Source sourceOf(String item, Ranking ranking) {
        return ranking.items().stream()
                .filter(one -> one.itemId().equals(item))
                .findFirst()
                .orElseThrow()
                .source();
    }

    private Ranking similar(String item, int k, Query.Filters filters) {
        return new Recommender(tables, BY_SOURCE_SCORES).similar(item, k, filters, Overlay.NONE);
    }

    @Test
    void withoutHistoryACategoryAnswersFromItsOwnList() {
        Query.Filters inZ = new Query.Filters(Set.of(), Set.of(), "z", false, false, false);

        Ranking ranking = answer(ALL_EQUAL, List.of(), inZ, 10, 0);

        assertThat(ranking.level()).isEqualTo(FallbackLevel.CATEGORY);
        assertThat(ids(ranking)).containsExactly("i", "j", "k", "l");
    }

    @Test
    void aCategoryHoldsTheOnesBelowIt() {
        Query.Filters inX = new Query.Filters(Set.of(), Set.of(), "x", false, false, false);

        assertThat(ids(answer(ALL_EQUAL, List.of(), inX, 10, 0)))
                .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void anUnknownCategoryIsEmptyAndNoError() {
        Query.Filters nowhere = new Query.Filters(Set.of(), Set.of(), "nowhere", false, false, false);

        assertThat(answer(ALL_EQUAL, views(0), nowhere, 10, 0)).isEqualTo(Ranking.EMPTY);
    }

    @Test
    void diversityCapsACategoryWhileOthersRemain() {
        Ranking ranking = answer(BY_SOURCE_SCORES, views(0, 4, 8), Query.Filters.NONE, 3, 1);

        assertThat(ranking.items().stream()
                        .map(item -> tables.items().category(tables.items().indexOf(item.itemId())))
                        .distinct())
                .hasSize(3);
    }

    /** 10 · (1 − 0.7) is a little more than 3 in binary. */
    @Test
    void theDiversityCapIsNotRoundedUp() {
        assertThat(ids(answer(ALL_EQUAL, views(0), Query.Filters.NONE, 10, 0.7)))
                .startsWith("a", "b", "c", "e", "f", "g");
        assertThat(ids(answer(ALL_EQUAL, views(0), Query.Filters.NONE, 10, 0.69)))
                .startsWith("a", "b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void pagesAreOneListWithoutRepeats() {
        for (double diversity : new double[] {0, 0.5, 1}) {
            for (int k = 1; k < 6; k++) {
                List<String> shown = new ArrayList<>();
                List<String> page;
                do {
                    page = ids(answer(BY_SOURCE_SCORES, views(0, 4, 8), from(shown.size()), k, diversity));
                    shown.addAll(page);
                } while (!page.isEmpty());
                assertThat(shown)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(
                                ids(answer(BY_SOURCE_SCORES, views(0, 4, 8), Query.Filters.NONE, 100, 0)));
            }
        }
    }

    @Test
    void thePageDecidesOnTheLevel() {
        Ranking whole = answer(BY_SOURCE_SCORES, views(0), Query.Filters.NONE, 100, 0);
        Ranking second = answer(BY_SOURCE_SCORES, views(0), from(1), 100, 0);
        Ranking last = answer(BY_SOURCE_SCORES, views(0), from(whole.items().size() - 1), 100, 0);

        assertThat(second.items())
                .isEqualTo(whole.items().subList(1, whole.items().size()));
        assertThat(second.level()).isEqualTo(FallbackLevel.SESSION);
        assertThat(ids(last)).hasSize(1);
        assertThat(last.level()).isNotEqualTo(FallbackLevel.EMPTY);
    }

    @Test
    void aPageBehindTheLastHasNoItemsButIsOfAListThatIsNotEmpty() {
        int all = answer(BY_SOURCE_SCORES, views(0), Query.Filters.NONE, 100, 0)
                .items()
                .size();
        for (int offset : new int[] {all, all + 1, 1000}) {
            Ranking behind = answer(BY_SOURCE_SCORES, views(0), from(offset), 100, 0);
            assertThat(behind.items()).isEmpty();
            assertThat(behind.level()).isEqualTo(FallbackLevel.POPULAR);
        }
    }

    @Test
    void severalCategoriesAllowTheItemsOfEach() {
        Query.Filters both = new Query.Filters(Set.of(), Set.of(), Set.of("y", "z", "nowhere"), false, false, false, 0);
        List<String> expected = new ArrayList<>();
        for (String one : List.of("y", "z")) {
            expected.addAll(ids(answer(
                    ALL_EQUAL, views(0), new Query.Filters(Set.of(), Set.of(), one, false, false, false), 100, 0)));
        }

        assertThat(ids(answer(ALL_EQUAL, views(0), both, 100, 0)))
                .containsExactlyInAnyOrderElementsOf(Set.copyOf(expected));
    }

    private static Query.Filters from(int offset) {
        return new Query.Filters(Set.of(), Set.of(), Set.of(), false, false, false, offset);
    }

    @Test
    void everyFilterHoldsAndTheAnswerIsRefilledToK() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Interaction> history = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                EventType type = EventType.values()[random.nextInt(3)];
                history.add(new Interaction(TinyShop.id(random.nextInt(14)), type, Interaction.NO_TIME));
            }
            Query.Filters filters = new Query.Filters(
                    some(random),
                    some(random),
                    random.nextInt(3) == 0 ? List.of("x", "y", "z").get(random.nextInt(3)) : null,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean());
            int k = 1 + random.nextInt(12);

            Ranking ranking = answer(BY_SOURCE_SCORES, history, filters, k, random.nextInt(3) / 2.0);

            Set<String> allowed = allowed(filters, history);
            assertThat(allowed).as("seed %d", seed).containsAll(ids(ranking));
            assertThat(ids(ranking)).as("seed %d", seed).doesNotHaveDuplicates().hasSize(Math.min(k, allowed.size()));
            assertThat(ranking.level() == FallbackLevel.EMPTY)
                    .as("seed %d", seed)
                    .isEqualTo(allowed.isEmpty());
        }
    }

    private Set<String> allowed(Query.Filters filters, List<Interaction> history) {
        Set<String> allowed = new HashSet<>();
        for (int i = 0; i < TinyShop.ITEMS; i++) {
            String category = List.of("x", "y", "z").get(i / 4);
            boolean inCategory = filters.categories().isEmpty()
                    || filters.categories().contains(category)
                    || (filters.categories().contains("x") && "y".equals(category));
            if (inCategory && !(filters.availableOnly() && i == TinyShop.OUT_OF_STOCK)) {
                allowed.add(TinyShop.id(i));
            }
        }
        if (filters.categories().isEmpty()) {
            history.forEach(done -> allowed.add(done.itemId()));
        }
        if (filters.availableOnly()) {
            allowed.remove(TinyShop.id(TinyShop.OUT_OF_STOCK));
        }
        allowed.removeAll(filters.exclude());
        allowed.removeAll(filters.cart());
        for (Interaction done : history) {
            if ((filters.excludePurchased() && done.type() == EventType.TRANSACTION)
                    || (filters.excludeViewed() && done.type() == EventType.VIEW)) {
                allowed.remove(done.itemId());
            }
        }
        return allowed;
    }

    private static Set<String> some(Random random) {
        Set<String> ids = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ids.add(TinyShop.id(random.nextInt(14)));
        }
        return ids;
    }

    private static List<Interaction> views(int... items) {
        List<Interaction> history = new ArrayList<>();
        for (int item : items) {
            history.add(new Interaction(item < 0 ? "unknown" : TinyShop.id(item), EventType.VIEW, Interaction.NO_TIME));
        }
        return history;
    }

    private Ranking answer(Ranker ranker, List<Interaction> history, Query.Filters filters, int k, double diversity) {
        Workspace workspace = new Workspace(tables);
        fill(workspace, history);
        ItemFilter filter = ItemFilter.of(tables, workspace.numbers(), filters, history, Overlay.NONE);
        return new Answering(tables, ranker, Calibration.NONE)
                .answer(workspace, filter, k, diversity, FallbackLevel.SESSION);
    }

    private void fill(Workspace workspace, List<Interaction> history) {
        for (Interaction done : history) {
            workspace.add(done.itemId(), done.type(), done.timestampMs());
        }
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.items().stream().map(Ranking.Item::itemId).toList();
    }
}
