package io.nextcart.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OverlayTest {
    private static final List<String> CATEGORIES = List.of("x", "y", "z", "new", "nowhere");

    @TempDir
    Path folder;

    private Tables tables;
    private Recommender recommender;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.tables(folder);
        recommender = new Recommender(
                tables,
                rows -> Arrays.stream(rows).mapToDouble(row -> row[0] + row[1]).toArray());
    }

    @Test
    void aHiddenItemIsInNoAnswer() {
        Overlay overlay = overlay(change("b", false, null));
        for (Ranking ranking : every(Query.Filters.NONE, overlay)) {
            assertThat(ids(ranking)).hasSizeGreaterThanOrEqualTo(10).doesNotContain("b");
        }
    }

    @Test
    void anItemThatIsBackIsShownAlsoWhereOnlyAvailableOnesAre() {
        Query.Filters available = filters(null, true);
        assertThat(ids(recommender.popular(100, available, Overlay.NONE))).doesNotContain("d");
        for (Ranking ranking : every(available, overlay(change("d", true, null)))) {
            assertThat(ids(ranking)).contains("d");
        }
        assertThat(ids(recommender.popular(100, available, overlay(change("d", null, "z")))))
                .doesNotContain("d");
    }

    @Test
    void anItemCountsForItsNewCategoryOnly() {
        Overlay overlay = overlay(change("a", null, "z"), change("i", null, "y"));
        assertThat(ids(recommender.popular(100, filters("z", false), overlay)))
                .containsExactlyInAnyOrder("a", "j", "k", "l");
        assertThat(ids(recommender.popular(100, filters("x", false), overlay)))
                .contains("i")
                .doesNotContain("a");
    }

    @Test
    void aCategoryThatTheTablesDoNotKnowIsAnswered() {
        Overlay overlay = overlay(change("a", null, "new"), change("b", null, "newer"));
        Ranking ranking = recommender.popular(10, filters("new", false), overlay);
        assertThat(ids(ranking)).containsExactly("a");
        assertThat(ranking.level()).isEqualTo(FallbackLevel.CATEGORY);
        assertThat(recommender.popular(10, filters("new", false), Overlay.NONE)).isEqualTo(Ranking.EMPTY);
        assertThat(recommender.popular(10, filters("newest", false), overlay)).isEqualTo(Ranking.EMPTY);
    }

    @Test
    void theDiversityCapGoesByTheNewCategory() {
        Query query = new Query(List.of(view("a")), false, 2, Query.Filters.NONE, 1);
        assertThat(ids(recommender.recommend(query))).containsExactly("b", "e");
        assertThat(ids(recommender.recommend(query, overlay(change("e", null, "x")))))
                .containsExactly("b", "f");
    }

    @Test
    void theLastChangeCounts() {
        Overlay overlay = overlay(
                change("gone", false, "new"),
                change("a", false, "z"),
                change("a", true, null),
                change("other", true, null));
        assertThat(overlay.size()).isEqualTo(3);
        assertThat(ids(recommender.popular(1, Query.Filters.NONE, overlay))).containsExactly("a");
        assertThat(ids(recommender.popular(4, filters("z", false), overlay))).doesNotContain("a");
    }

    @Test
    void anItemThatTheTablesDoNotKnowIsShownAsTheShopSays() {
        Query query = new Query(List.of(view("new")), false, 1, Query.Filters.NONE, 0);
        Query inZ = new Query(List.of(view("new")), false, 1, filters("z", false), 0);

        assertThat(ids(recommender.recommend(query))).containsExactly("new");
        assertThat(ids(recommender.recommend(query, overlay(change("new", false, null)))))
                .doesNotContain("new");
        assertThat(ids(recommender.recommend(inZ))).doesNotContain("new");
        assertThat(ids(recommender.recommend(inZ, overlay(change("new", null, "z")))))
                .containsExactly("new");
    }

    @Test
    void everyGuaranteeHoldsOnEveryLevelAndTheAnswerIsRefilledToK() {
        for (long seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            List<CatalogueItem> changes = new ArrayList<>();
            for (int i = random.nextInt(10); i > 0; i--) {
                changes.add(change(
                        TinyShop.id(random.nextInt(14)),
                        random.nextInt(3) == 0 ? null : random.nextBoolean(),
                        random.nextInt(2) == 0 ? null : CATEGORIES.get(random.nextInt(4))));
            }
            Query.Filters filters = new Query.Filters(
                    some(random),
                    some(random),
                    random.nextInt(2) == 0 ? CATEGORIES.get(random.nextInt(5)) : null,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean());
            List<Interaction> history = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                EventType type = EventType.values()[random.nextInt(3)];
                history.add(new Interaction(TinyShop.id(random.nextInt(14)), type, Interaction.NO_TIME));
            }
            int k = 1 + random.nextInt(12);
            Overlay overlay = Overlay.of(tables, changes);

            Query query = new Query(history, true, k, filters, random.nextInt(3) / 2.0);
            check(seed, recommender.recommend(query, overlay), k, allowed(changes, filters, history));
            check(seed, recommender.popular(k, filters, overlay), k, allowed(changes, filters, List.of()));
            Set<String> similar = allowed(changes, filters, List.of());
            similar.remove("e");
            check(seed, recommender.similar("e", k, filters, overlay), k, similar);
        }
    }

    private static void check(long seed, Ranking ranking, int k, Set<String> allowed) {
        assertThat(allowed).as("seed %d", seed).containsAll(ids(ranking));
        assertThat(ids(ranking)).as("seed %d", seed).doesNotHaveDuplicates().hasSize(Math.min(k, allowed.size()));
        assertThat(ranking.level() == FallbackLevel.EMPTY).as("seed %d", seed).isEqualTo(allowed.isEmpty());
    }

    /** The items allowed, decided one by one from the documented rules. */
    private Set<String> allowed(List<CatalogueItem> changes, Query.Filters filters, List<Interaction> history) {
        Set<String> allowed = new HashSet<>();
        Set<String> ids = new TreeSet<>();
        history.forEach(done -> ids.add(done.itemId()));
        for (int i = 0; i < TinyShop.ITEMS; i++) {
            ids.add(TinyShop.id(i));
        }
        for (String id : ids) {
            int i = tables.items().indexOf(id);
            String known = i < 0 ? "none" : CATEGORIES.get(i / 4);
            String category = known;
            boolean available = i != TinyShop.OUT_OF_STOCK;
            boolean hidden = false;
            for (CatalogueItem change : changes) {
                if (change.itemId().value().equals(id)) {
                    hidden = Boolean.FALSE.equals(change.available());
                    available = change.available() == null ? i != TinyShop.OUT_OF_STOCK : change.available();
                    category = change.category() == null ? known : change.category();
                }
            }
            boolean inCategory = filters.categories().isEmpty()
                    || filters.categories().contains(category)
                    || (filters.categories().contains("x") && category.equals("y"));
            if (inCategory && !hidden && (available || !filters.availableOnly())) {
                allowed.add(id);
            }
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

    private List<Ranking> every(Query.Filters filters, Overlay overlay) {
        return List.of(
                recommender.recommend(new Query(List.of(view("a")), true, 100, filters, 0), overlay),
                recommender.recommend(new Query(List.of(), false, 100, filters, 0.5), overlay),
                recommender.similar("e", 100, filters, overlay),
                recommender.similar("unknown", 100, filters, overlay),
                recommender.popular(100, filters, overlay));
    }

    @Test
    void anItemOfSeveralCategoriesIsInEachAndOneWithoutAnyInNone() {
        Overlay several = overlay(change("a", null, "new|z"));
        assertThat(ids(recommender.popular(100, filters("z", false), several))).contains("a");
        assertThat(ids(recommender.popular(100, filters("new", false), several)))
                .containsExactly("a");
        assertThat(ids(recommender.popular(100, filters("x", false), several))).doesNotContain("a");

        Overlay unset = overlay(unset("a", Part.CATEGORY));
        for (String category : List.of("x", "y", "z")) {
            assertThat(ids(recommender.popular(100, filters(category, false), unset)))
                    .doesNotContain("a");
        }
        assertThat(ids(recommender.popular(100, Query.Filters.NONE, unset))).contains("a");
    }

    @Test
    void anAvailabilityThatIsTakenBackHidesNothing() {
        assertThat(ids(recommender.popular(100, filters(null, true), Overlay.NONE)))
                .doesNotContain("d");
        assertThat(ids(recommender.popular(100, filters(null, true), overlay(unset("d", Part.AVAILABLE)))))
                .contains("d");
    }

    private Overlay overlay(CatalogueItem... changes) {
        return Overlay.of(tables, List.of(changes));
    }

    private static CatalogueItem change(String id, @Nullable Boolean available, @Nullable String category) {
        return new CatalogueItem(new ItemId(id), available, category, null, null, null, 0);
    }

    private static CatalogueItem unset(String id, Part part) {
        return new CatalogueItem(new ItemId(id), null, null, null, null, null, Set.of(part), 0);
    }

    private static Query.Filters filters(@Nullable String category, boolean availableOnly) {
        return new Query.Filters(Set.of(), Set.of(), category, availableOnly, false, false);
    }

    private static Interaction view(String item) {
        return new Interaction(item, EventType.VIEW, Interaction.NO_TIME);
    }

    private static Set<String> some(Random random) {
        Set<String> ids = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ids.add(TinyShop.id(random.nextInt(14)));
        }
        return ids;
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.items().stream().map(Ranking.Item::itemId).toList();
    }
}
