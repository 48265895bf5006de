package io.nextcart.training.table;

import static io.nextcart.training.table.Shop.DAY;
import static io.nextcart.training.table.Shop.buy;
import static io.nextcart.training.table.Shop.cart;
import static io.nextcart.training.table.Shop.property;
import static io.nextcart.training.table.Shop.remove;
import static io.nextcart.training.table.Shop.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.Category;
import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableBuilderTest {
    @TempDir
    Path folder;

    private ItemTable items;

    private NeighborTable neighbors(String file) throws IOException {
        items = ItemTable.open(folder.resolve("items.tbl"));
        return NeighborTable.open(folder.resolve(file), items.size());
    }

    private float weight(NeighborTable table, String from, String to) {
        return table.weightOf(items.indexOf(from), items.indexOf(to));
    }

    private static double norm(double source, double target) {
        return Math.pow(source, 0.7) * Math.pow(target, 0.3);
    }

    @Test
    void coVisitationFallsWithDistanceAndIsWeakerBackward() throws IOException {
        // b twice in a row is one step, and counts once on a day; the second shopper's a -> b adds up.
        Shop.build(
                folder,
                2,
                100,
                List.of(
                        view("u", "a", 0),
                        view("u", "b", 1),
                        view("u", "b", 2),
                        view("u", "c", 3),
                        view("v", "a", 0),
                        view("v", "b", 1)));
        NeighborTable table = neighbors("covisit.tbl");

        assertThat(weight(table, "a", "b")).isCloseTo((float) (2 / norm(2, 2)), within(1e-6f));
        assertThat(weight(table, "b", "a")).isCloseTo((float) (1.5 / norm(2, 2)), within(1e-6f));
        assertThat(weight(table, "a", "c")).isCloseTo((float) (0.7 / norm(2, 1)), within(1e-6f));
        assertThat(weight(table, "c", "a")).isCloseTo((float) (0.75 * 0.7 / norm(1, 2)), within(1e-6f));
        assertThat(weight(table, "b", "b")).isZero();
    }

    @Test
    void whatWasRemovedFromTheCartInTheSessionCountsForNothing() throws IOException {
        List<Event> log = List.of(
                view("u", "a", 0),
                view("w", "b", 0),
                cart("u", "b", 1),
                remove("u", "b", 2),
                cart("u", "c", 3),
                cart("u", "d", 4),
                remove("u", "d", 5),
                cart("u", "d", 6),
                remove("u", "c", DAY),
                remove("v", "only-removed", 9));
        Shop.build(folder, 2, 2 * DAY, log);
        NeighborTable coCart = neighbors("cocart.tbl");

        assertThat(items.carts(items.indexOf("b"))).isZero();
        assertThat(items.carts(items.indexOf("c"))).as("removed another day").isEqualTo(1);
        assertThat(items.carts(items.indexOf("d"))).as("put back").isEqualTo(1);
        assertThat(items.indexOf("only-removed")).isEqualTo(-1);
        assertThat(weight(coCart, "a", "b")).isZero();
        assertThat(weight(coCart, "a", "c")).isPositive();

        Shop.build(folder, 2, 2, log); // two minutes in, the removal has not happened yet
        items = ItemTable.open(folder.resolve("items.tbl"));
        assertThat(items.carts(items.indexOf("b"))).isEqualTo(1);
    }

    @Test
    void itemsMoreThanTwentyStepsOrASessionApartAreNoNeighbours() throws IOException {
        List<Event> log = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            log.add(view("u", "i" + (char) ('a' + i), i));
        }
        log.add(view("u", "later", 60));
        Shop.build(folder, 2, 100, log);
        NeighborTable table = neighbors("covisit.tbl");

        assertThat(weight(table, "ia", "iu")).isPositive();
        assertThat(weight(table, "ia", "iv")).isZero();
        assertThat(weight(table, "iv", "later")).isZero();
    }

    @Test
    void onlyTheLastHundredEventsOfASessionMakePairs() throws IOException {
        List<Event> log = new ArrayList<>();
        for (int i = 0; i < 102; i++) {
            log.add(view("u", "i%03d".formatted(i), i));
        }
        Shop.build(folder, 2, 200, log);
        NeighborTable table = neighbors("covisit.tbl");

        assertThat(weight(table, "i001", "i002")).isZero();
        assertThat(weight(table, "i002", "i003")).isPositive();
    }

    @Test
    void anItemKeepsItsFiftyStrongestNeighboursInOrder() throws IOException {
        List<Event> log = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            log.add(view("u" + i, "hub", 0));
            log.add(view("u" + i, "n%02d".formatted(i), 1));
        }
        log.add(view("again", "hub", 0));
        log.add(view("again", "n59", 1));
        Shop.build(folder, 2, 200, log);
        NeighborTable table = neighbors("covisit.tbl");

        int hub = items.indexOf("hub");
        assertThat(table.to(hub) - table.from(hub)).isEqualTo(50);
        assertThat(items.id(table.item(table.from(hub)))).isEqualTo("n59");
        assertThat(items.id(table.item(table.from(hub) + 1))).isEqualTo("n00");
        assertThat(items.id(table.item(table.to(hub) - 1))).isEqualTo("n48");
    }

    @Test
    void whatIsSeenLeadsToWhatIsPutInTheCartInTheSameSession() throws IOException {
        Shop.build(
                folder,
                2,
                2 * DAY,
                List.of(
                        view("u", "a", 0),
                        view("u", "a", 1),
                        cart("u", "b", 2),
                        view("u", "c", 3),
                        view("v", "a", 0),
                        cart("v", "b", 100)));
        NeighborTable table = neighbors("cocart.tbl");

        assertThat(weight(table, "a", "b")).isCloseTo((float) (1 / norm(2, 2)), within(1e-6f));
        assertThat(weight(table, "c", "b")).isCloseTo((float) (1 / norm(1, 2)), within(1e-6f));
        assertThat(weight(table, "b", "a")).isZero();
    }

    @Test
    void itemsOfOneOrderOrOneSessionAreBoughtTogether() throws IOException {
        Shop.build(
                folder,
                2,
                2 * DAY,
                List.of(
                        buy("u", "a", 0, "t1"),
                        buy("u", "b", 1, "t2"),
                        buy("u", "c", 200, "t1"),
                        buy("v", "a", 0, null),
                        buy("v", "d", 1, null)));
        NeighborTable table = neighbors("copurchase.tbl");

        assertThat(weight(table, "a", "b")).isCloseTo((float) (1 / norm(2, 1)), within(1e-6f));
        assertThat(weight(table, "b", "a")).isCloseTo((float) (1 / norm(1, 2)), within(1e-6f));
        assertThat(weight(table, "a", "c")).isPositive();
        assertThat(weight(table, "a", "d")).isPositive();
        assertThat(weight(table, "c", "d")).isZero();
    }

    @Test
    void theCatalogueIsAsItStoodJustBeforeTheEnd() throws IOException {
        Shop.build(
                folder,
                2,
                100,
                List.of(view("u", "a", 0), view("u", "b", 1)),
                List.of(new Category("root", null), new Category("leaf", "root")),
                List.of(
                        property("a", "790", "n552.000", 10),
                        property("a", "790", "n999.000", 5),
                        property("a", "790", "n1.000", 100),
                        property("a", "available", "0", 10),
                        property("a", "available", "1", 10),
                        property("a", "categoryid", "leaf", 10),
                        property("a", "888", "whatever", 10),
                        property("b", "790", "cheap", 10),
                        property("b", "categoryid", "stray", 10)));
        items = ItemTable.open(folder.resolve("items.tbl"));
        CategoryTable tree = CategoryTable.open(folder.resolve("categories.tbl"));

        assertThat(items.price(0)).isEqualTo(552f);
        assertThat(items.availability(0)).isEqualTo(1);
        assertThat(tree.id(items.category(0))).isEqualTo("leaf");
        assertThat(tree.isWithin(items.category(0), tree.indexOf("root"))).isTrue();
        assertThat(items.price(1)).isNaN();
        assertThat(items.availability(1)).isEqualTo(ItemTable.AVAILABILITY_UNKNOWN);
        assertThat(tree.id(items.category(1))).isEqualTo("stray");
        assertThat(tree.parent(items.category(1))).isEqualTo(CategoryTable.NO_PARENT);
    }

    @Test
    void whatServesKnowsTheCatalogueInItsNewestStateAndWhatIsJudgedDoesNot() throws IOException {
        List<Event> events = List.of(view("u", "a", 0), view("u", "b", 1));
        List<ItemProperty> later = List.of(
                property("a", "categoryid", "leaf", 1),
                property("b", "790", "5", DAY),
                property("c", "available", "0", DAY));
        try (SqlEngine sql = new DuckDbEngine(folder.resolve("work"), 2, 256L << 20)) {
            TableBuilder builder = new TableBuilder(Shop.load(sql, events, later), Progress.NONE);
            builder.buildNewest(folder.resolve("newest"));
            builder.build(folder.resolve("judged"), Shop.MINUTE_MS);
        }
        ItemTable newest = ItemTable.open(folder.resolve("newest/items.tbl"));
        assertThat(newest.size()).isEqualTo(3);
        assertThat(newest.category(0)).isZero();
        assertThat(newest.price(1)).isEqualTo(5f);
        assertThat(newest.availability(2)).isZero();
        ItemTable judged = ItemTable.open(folder.resolve("judged/items.tbl"));
        assertThat(judged.size()).isEqualTo(1);
        assertThat(judged.category(0)).isEqualTo(ItemTable.NO_CATEGORY);
    }

    @Test
    void anItemIsInEachOfItsCategoriesUntilTheyAreUnset() throws IOException {
        List<Event> events = List.of(view("u", "a", 0), view("u", "b", 1), view("v", "c", 1));
        List<ItemProperty> said = List.of(
                property("a", "categoryid", "shoes|sale", 0),
                property("b", "categoryid", "shoes|sale", 0),
                property("b", "categoryid", "hats", DAY),
                property("c", "categoryid", "sale|hats", 0),
                property("c", "790", "5", 0),
                property("c", "available", "0", 0),
                property("c", "categoryid", null, DAY),
                property("c", "790", null, DAY),
                property("c", "available", null, DAY));
        Shop.build(folder, 2, 2 * DAY, events, said);
        items = ItemTable.open(folder.resolve("items.tbl"));
        CategoryTable tree = CategoryTable.open(folder.resolve("categories.tbl"));
        PopularTable.Rows popular =
                PopularTable.open(folder.resolve("popular.tbl"), tree.size()).popular();
        int sale = tree.indexOf("sale");

        assertThat(tree.id(items.category(0))).isEqualTo("shoes");
        assertThat(items.moreTo(0) - items.moreFrom(0)).isEqualTo(1);
        assertThat(items.moreCategory(items.moreFrom(0))).isEqualTo(sale);
        assertThat(tree.id(items.category(1))).isEqualTo("hats");
        assertThat(items.moreTo(1)).isEqualTo(items.moreFrom(1));
        assertThat(items.category(2)).isEqualTo(ItemTable.NO_CATEGORY);
        assertThat(items.price(2)).isNaN();
        assertThat(items.availability(2)).isEqualTo(ItemTable.AVAILABILITY_UNKNOWN);
        assertThat(popular.to(sale) - popular.from(sale)).isEqualTo(1);
        assertThat(popular.item(popular.from(sale))).isZero();

        Shop.build(folder, 2, 1, events, said);
        assertThat(tree.id(ItemTable.open(folder.resolve("items.tbl")).category(1)))
                .as("a day before")
                .isEqualTo("shoes");
    }

    @Test
    void twoThousandActsOfOneShopperWeighAsOneADay() throws IOException {
        List<Event> log = new ArrayList<>();
        for (int shopper = 0; shopper < 5; shopper++) {
            log.add(view("s" + shopper, "a", shopper));
            log.add(view("s" + shopper, "b", shopper + 1));
        }
        for (int minute = 0; minute < 900; minute++) {
            log.add(view("evil", "fake", minute));
            log.add(view("evil", "a", minute));
        }
        Shop.build(folder, 2, DAY, log);
        ItemTable table = ItemTable.open(folder.resolve("items.tbl"));
        PopularTable popular = PopularTable.open(
                folder.resolve("popular.tbl"),
                CategoryTable.open(folder.resolve("categories.tbl")).size());

        assertThat(table.views(2)).isEqualTo(1);
        assertThat(row(popular.popular(), PopularTable.SHOP)).containsExactly(0, 1, 2);
        assertThat(row(popular.trending(), PopularTable.SHOP)).containsExactly(0, 1, 2);
        assertThat(weight(neighbors("covisit.tbl"), "a", "b"))
                .isGreaterThan(weight(neighbors("covisit.tbl"), "a", "fake"));
    }

    @Test
    void oneEventAYearLateLeavesDemandAsItIs() throws IOException {
        List<Event> log = new ArrayList<>();
        for (int shopper = 0; shopper < 120; shopper++) {
            log.add(view("s" + shopper, shopper % 3 == 0 ? "a" : "b", shopper * 60L));
        }
        Path clean = folder.resolve("clean");
        Path late = folder.resolve("late");
        buildNewest(clean, log);
        log.add(view("clock", "a", 365 * DAY));
        buildNewest(late, log);
        for (String file : List.of("items.tbl", "popular.tbl", "covisit.tbl")) {
            assertThat(late.resolve(file)).hasSameBinaryContentAs(clean.resolve(file));
        }
    }

    private static void buildNewest(Path folder, List<Event> log) throws IOException {
        try (SqlEngine sql = new DuckDbEngine(folder.resolve("work"), 2, 256L << 20)) {
            new TableBuilder(Shop.load(sql, log), Progress.NONE).buildNewest(folder);
        }
    }

    @Test
    void recentViewsHalveEverySevenDaysAndTrendComparesWeeks() throws IOException {
        long end = 40 * DAY;
        Shop.build(
                folder,
                2,
                end,
                List.of(
                        view("u", "a", end - 7 * DAY),
                        view("u", "a", end - 14 * DAY),
                        cart("u", "a", end - 7 * DAY),
                        view("u", "b", end - 36 * DAY),
                        view("u", "c", end)));
        items = ItemTable.open(folder.resolve("items.tbl"));

        assertThat(items.recent(0)).isEqualTo(0.75f);
        assertThat(items.trend(0)).isCloseTo(6 / 5.25f, within(1e-6f));
        assertThat(items.trend(1)).isEqualTo(1f);
        assertThat(items.views(0)).isEqualTo(2);
        assertThat(items.carts(0)).isEqualTo(1);
        assertThat(items.views(2)).isZero();
    }

    @Test
    void popularItemsCountForTheirCategoryAndEveryOneAbove() throws IOException {
        Shop.build(
                folder,
                2,
                DAY,
                List.of(new Category("top", null), new Category("sub", "top"), new Category("loop", "loop")),
                List.of(
                        property("a", "categoryid", "sub", 0),
                        property("b", "categoryid", "top", 0),
                        property("c", "categoryid", "loop", 0)),
                List.of(
                        view("u", "a", 1),
                        view("u", "b", 1),
                        view("v", "b", 1),
                        cart("w", "c", 1),
                        view("u", "d", DAY)));
        CategoryTable tree = CategoryTable.open(folder.resolve("categories.tbl"));
        PopularTable.Rows popular =
                PopularTable.open(folder.resolve("popular.tbl"), tree.size()).popular();

        assertThat(row(popular, PopularTable.SHOP)).containsExactly(2, 1, 0);
        assertThat(row(popular, tree.indexOf("top"))).containsExactly(1, 0);
        assertThat(row(popular, tree.indexOf("sub"))).containsExactly(0);
        assertThat(row(popular, tree.indexOf("loop"))).containsExactly(2);
        assertThat(popular.score(popular.from(PopularTable.SHOP))).isCloseTo(10 * 0.9058f, within(0.001f));
    }

    private static List<Integer> row(PopularTable.Rows rows, int category) {
        List<Integer> row = new ArrayList<>();
        for (int position = rows.from(category); position < rows.to(category); position++) {
            row.add(rows.item(position));
        }
        return row;
    }
}
