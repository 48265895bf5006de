package io.nextcart.engine.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.EventType;
import io.nextcart.engine.Exploration;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.RareItems;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over {@link TinyShop}, where i to l are of category z and few have seen k and l. */
class ExplorerTest {
    private static final int VIEWS = FeatureExtractor.NAMES.indexOf("views_log");

    @TempDir
    Path folder;

    private Tables tables;
    private Recommender recommender;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.withRareItems(folder);
        recommender = new Recommender(tables, ExplorerTest::byViews);
    }

    @Test
    void fewHaveSeenAnItemWithFewViewsOfLate() throws IOException {
        assertThat(rare(tables, 2)).containsExactly("k", "l");
        assertThat(rare(tables, 0)).isEmpty();

        int[] views = {20, 21, 20, 0, 0, 8, 8, 8, 8, 8, 8, 8};
        float[] recent = {5, 21, 4.9f, 0, 0, 8, 8, 8, 8, 8, 8, 8};
        Tables others = with(views, new int[TinyShop.ITEMS], recent);

        // b has more views, those of c are old, and d is out of stock.
        assertThat(rare(others, 0)).containsExactly("a");
        assertThat(rare(others, 1)).containsExactly("e", "f", "g", "h");
        assertThat(rare(others, ItemTable.NO_CATEGORY)).isEmpty();
    }

    @Test
    void oneOfTheShoppersCategoryTakesAPlaceAndTheLastItemGoes() {
        assertThat(ids(list("i", 3, new Exploration(0, 1)))).containsExactly("a", "b", "c");

        Ranking ranking = list("i", 3, new Exploration(1, 1));

        assertThat(ids(ranking)).startsWith("a").containsOnlyOnce("k", "l");
        assertThat(ranking.items().get(0).source()).isNotEqualTo(Source.EXPLORATION);
        assertThat(ranking.items().subList(1, 3)).allMatch(item -> item.source() == Source.EXPLORATION);
        assertThat(ranking.items().get(1).score()).isZero();
        for (long seed = 0; seed < 20; seed++) {
            List<String> others = new ArrayList<>(ids(list("i", 3, new Exploration(0.5, seed))));
            others.removeAll(List.of("k", "l"));
            assertThat(List.of("a", "b", "c")).startsWith(others.toArray(new String[0]));
        }
    }

    @Test
    void noneIsTakenFromAnotherCategoryOrWhereNothingIsKnown() {
        assertThat(list("a", 3, new Exploration(1, 1))).isEqualTo(list("a", 3, Exploration.NONE));
        assertThat(list("unknown", 3, new Exploration(1, 1))).isEqualTo(list("unknown", 3, Exploration.NONE));
        assertThat(ids(list("i", 1, new Exploration(1, 1)))).containsExactly("a");
    }

    @Test
    void similarItemsExploreToo() {
        Ranking similar = recommender.similar("i", 2, Query.Filters.NONE, Overlay.NONE, new Exploration(1, 7));

        assertThat(similar.items().get(1).itemId()).isIn("k", "l");
        assertThat(similar.items().get(1).source()).isEqualTo(Source.EXPLORATION);
        assertThat(ids(similar)).doesNotContain("i");
    }

    @Test
    void laterPagesAndShortListsDoNot() {
        Query.Filters later = new Query.Filters(Set.of(), Set.of(), Set.of(), false, false, false, 3);
        Query page = new Query(viewed("i"), false, 3, later, 0);
        assertThat(recommender.recommend(page, Overlay.NONE, new Exploration(1, 1)))
                .isEqualTo(recommender.recommend(page));
        Query all = query("i", 20);
        assertThat(recommender.recommend(all, Overlay.NONE, new Exploration(1, 1)))
                .isEqualTo(recommender.recommend(all));
    }

    @Test
    void whatTheFiltersForbidDoesNotExplore() {
        Query.Filters neither = new Query.Filters(Set.of("l"), Set.of("k"), (String) null, false, false, false);
        Query query = new Query(viewed("i"), false, 3, neither, 0);
        assertThat(ids(recommender.recommend(query, Overlay.NONE, new Exploration(1, 1))))
                .containsExactly("a", "b", "c");
        Overlay hidden = Overlay.of(tables, List.of(TinyShop.change("k", false), TinyShop.change("l", false)));
        assertThat(recommender.recommend(query("i", 3), hidden, new Exploration(1, 1)))
                .isEqualTo(recommender.recommend(query("i", 3), hidden));
    }

    @Test
    void theSameSeedGivesTheSameListAndOthersTheShareOfPlaces() {
        int explored = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Ranking ranking = list("i", 2, new Exploration(0.05, seed));
            assertThat(ranking).isEqualTo(list("i", 2, new Exploration(0.05, seed)));
            explored += ranking.items().get(1).source() == Source.EXPLORATION ? 1 : 0;
        }
        assertThat(explored / 20_000.0).isCloseTo(0.05, within(0.005));
    }

    @Test
    void anItemIsShownAsOftenAsItMayBeTheBest() throws IOException {
        int[] views = {90, 90, 90, 90, 90, 90, 90, 90, 90, 10, 20, 5};
        float[] recent = new float[TinyShop.ITEMS];
        for (int item = 0; item < recent.length; item++) {
            recent[item] = views[item];
        }
        int[] carts = {9, 9, 9, 9, 9, 9, 9, 9, 9, 4, 0, 0};
        recommender = new Recommender(with(views, carts, recent), ExplorerTest::byViews);
        int[] shown = new int[3];
        for (long seed = 0; seed < 3_000; seed++) {
            String item = list("i", 2, new Exploration(1, seed)).items().get(1).itemId();
            shown[item.charAt(0) - 'j']++;
        }
        // j was carted 4 times in 10 views; l, with 5 views, is less known than k, with 20.
        assertThat(shown[0]).isGreaterThan(2_400);
        assertThat(shown[2]).isGreaterThan(2 * shown[1]);
        assertThat(shown[1]).isPositive();
    }

    /** The shop with other counts. */
    private Tables with(int[] views, int[] carts, float[] recent) throws IOException {
        int n = TinyShop.ITEMS;
        ItemTable items = tables.items();
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        Path file = Files.createDirectories(folder.resolve("other")).resolve(Tables.ITEMS);
        ItemTable.write(
                file,
                new ItemTable.Columns(
                        IntStream.range(0, n).mapToObj(TinyShop::id).toArray(String[]::new),
                        IntStream.range(0, n).map(items::category).toArray(),
                        ones,
                        IntStream.range(0, n).map(items::availability).toArray(),
                        views,
                        carts,
                        new int[n],
                        recent,
                        ones));
        return new Tables(
                ItemTable.open(file),
                tables.categories(),
                tables.popular(),
                tables.coVisitation(),
                tables.coCart(),
                tables.coPurchase(),
                tables.factors(),
                tables.content());
    }

    private static List<String> rare(Tables tables, int category) {
        RareItems rare = RareItems.of(tables);
        List<String> ids = new ArrayList<>();
        for (int i = rare.from(category); i < rare.to(category); i++) {
            ids.add(tables.items().id(rare.item(i)));
        }
        return ids;
    }

    private Ranking list(String viewed, int k, Exploration exploration) {
        return recommender.recommend(query(viewed, k), Overlay.NONE, exploration);
    }

    private static Query query(String viewed, int k) {
        return new Query(viewed(viewed), false, k, Query.Filters.NONE, 0);
    }

    private static List<Interaction> viewed(String item) {
        return List.of(new Interaction(item, EventType.VIEW, Interaction.NO_TIME));
    }

    private static double[] byViews(float[][] rows) {
        double[] scores = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            scores[r] = rows[r][VIEWS];
        }
        return scores;
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.items().stream().map(Ranking.Item::itemId).toList();
    }
}
