package io.nextcart.engine.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.Exploration;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.Rule;
import io.nextcart.store.document.Rule.Type;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over {@link TinyShop}: four items in each of the categories x (a–d, and those of y), y (e–h) and z (i–l). */
class RulesTest {
    private static final List<Interaction> VIEWED_A =
            List.of(new Interaction("a", EventType.VIEW, Interaction.NO_TIME));

    private static final List<Interaction> VIEWED_I =
            List.of(new Interaction("i", EventType.VIEW, Interaction.NO_TIME));

    /** What the shop has said of prices since the training. */
    private static final List<CatalogueItem> PRICES =
            List.of(change("b", null, 20.0), change("g", null, null, Part.PRICE), change("new1", null, 7.5));

    private static final int VIEWS = FeatureExtractor.NAMES.indexOf("views_log");

    @TempDir
    Path folder;

    private Tables tables;
    /** Ranks items by id: the odds of each are twice those of the next. */
    private Recommender recommender;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.withRareItems(folder);
        recommender = new Recommender(tables, RulesTest::byId);
    }

    @Test
    void withoutRules() {
        assertThat(list(5, 0)).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void hideTakesAnItemOrACategoryWithThoseBelowItOutOfEveryList() {
        assertThat(list(5, 0, hide("b"))).containsExactly("a", "c", "d", "e", "f");
        assertThat(list(12, 0, hideAll("x"))).containsExactly("i", "j", "k", "l");
        assertThat(ids(recommender.popular(12, Query.Filters.NONE, shop(hideAll("x")))))
                .containsExactly("i", "j", "k", "l");
        assertThat(ids(recommender.similar("a", 12, Query.Filters.NONE, shop(hideAll("x")))))
                .containsExactly("i", "j", "k", "l");
    }

    @Test
    void whatIsRemovedIsListedBestFirstWithItsCause() {
        List<Interaction> history = List.of(
                new Interaction("a", EventType.VIEW, Interaction.NO_TIME),
                new Interaction("b", EventType.VIEW, Interaction.NO_TIME),
                new Interaction("b", EventType.TRANSACTION, Interaction.NO_TIME));
        Query.Filters filters = new Query.Filters(Set.of("c"), Set.of("e"), "x", true, true, true);
        Query query = new Query(history, false, 4, filters, 0);
        Overlay overlay = Overlay.of(tables, List.of(TinyShop.change("f", false)));
        Overlay shop = overlay.with(Rules.of(tables, overlay, List.of(hide("g"), pin("j", 1))));

        assertThat(recommender.removed(query, shop, 20))
                .extracting(one -> one.itemId() + " " + one.why().wireName() + " " + one.rules())
                .containsExactly(
                        "j other_category [pin-j]",
                        "a viewed []",
                        "b purchased []",
                        "c excluded []",
                        "d out_of_stock []",
                        "e in_cart []",
                        "f unavailable []",
                        "g hidden [hide-g]");
        assertThat(recommender.removed(query, shop, 2)).hasSize(2);
        assertThat(ids(recommender.recommend(query, shop))).containsExactly("h");
    }

    @Test
    void exactlyWhatIsRemovedIsMissing() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            String category = random.nextBoolean() ? null : random.nextBoolean() ? "x" : "z";
            Query.Filters filters = new Query.Filters(
                    Set.of(TinyShop.id(random.nextInt(12))),
                    Set.of(TinyShop.id(random.nextInt(12))),
                    category,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    random.nextBoolean());
            Query query = new Query(random.nextInt(4) == 0 ? List.of() : VIEWED_A, false, 12, filters, 0);
            Overlay shop = shop(hide(TinyShop.id(random.nextInt(12))));
            List<String> shown = ids(recommender.recommend(query, shop));
            Set<String> both = new HashSet<>(shown);
            recommender
                    .removed(query, shop, 20)
                    .forEach(one -> assertThat(both.add(one.itemId())).isTrue());
            assertThat(both).as("seed %d: what is popular", seed).contains("a", "b", "c", "d", "e", "f");
        }
    }

    @Test
    void pinPutsAnItemAtItsPlace() {
        Ranking ranking = recommender.recommend(query(5, 0, Query.Filters.NONE), shop(pin("l", 2)));

        assertThat(ids(ranking)).containsExactly("a", "l", "b", "c", "d");
        assertThat(ranking.items().get(1).source()).isEqualTo(Source.PINNED);
        assertThat(ranking.items().get(1).rules()).containsExactly("pin-l");
        assertThat(ranking.items().get(0).rules()).isEmpty();
        assertThat(ranking.level()).isEqualTo(FallbackLevel.SESSION);
    }

    @Test
    void aPinShowsAnItemThatNoTableKnows() {
        assertThat(list(3, 0, pin("new", 1))).containsExactly("new", "a", "b");
    }

    @Test
    void pinsOfOnePlaceStandOneAfterTheOther() {
        assertThat(list(4, 0, pin("k", 1), pin("l", 1))).containsExactly("k", "l", "a", "b");
    }

    @Test
    void aPinBehindTheListIsOnALaterPage() {
        assertThat(list(3, 0, pin("l", 5))).containsExactly("a", "b", "c");
        assertThat(list(3, 3, pin("l", 5))).containsExactly("d", "l", "e");
    }

    @Test
    void anItemThatIsPinnedOnALaterPageIsNotOnAnEarlierOne() {
        assertThat(list(3, 0, pin("b", 5))).containsExactly("a", "c", "d");
        assertThat(list(3, 3, pin("b", 5))).containsExactly("e", "b", "f");
        assertThat(list(10, 0, pin("new", 12), hideAll("y")))
                .containsExactly("a", "b", "c", "d", "i", "j", "k", "l", "new");
    }

    @Test
    void twoSlotsHoldOnEachPage() {
        Rule[] slots = {slot("y", 2), slot("z", 2)};
        assertThat(list(5, 0, slots)).containsExactly("a", "e", "f", "i", "j");
        assertThat(list(5, 5, slots)).containsExactly("b", "g", "h", "k", "l");
    }

    @Test
    void aSlotOfACategoryThatTheShopHasJustMade() {
        Overlay overlay = Overlay.of(tables, List.of(change("f", "xmas", null)));
        Overlay shop = overlay.with(Rules.of(tables, overlay, List.of(slot("xmas", 1))));

        assertThat(ids(recommender.recommend(query(3, 0, Query.Filters.NONE), shop)))
                .containsExactly("a", "b", "f");
    }

    @Test
    void whatWaitsForALimitAndASlotComesInItsOrder() {
        assertThat(list(4, 0, slot("nowhere", 3), limit("x", 2))).containsExactly("a", "b", "i", "j");
        assertThat(list(4, 4, slot("nowhere", 3), limit("x", 2))).startsWith("c", "d");
    }

    @Test
    void aPinInAShortListStandsAtItsEnd() {
        assertThat(list(12, 0, pin("a", 12), hideAll("x"))).as("hidden").doesNotContain("a");
        assertThat(list(12, 0, pin("i", 12), hideAll("x"))).containsExactly("j", "k", "l", "i");
    }

    @Test
    void aListOfPinsAloneIsNoAnswerOfTheModel() {
        Ranking ranking = recommender.recommend(query(1, 0, Query.Filters.NONE), shop(pin("l", 1)));

        assertThat(ids(ranking)).containsExactly("l");
        assertThat(ranking.level()).isEqualTo(FallbackLevel.POPULAR);
    }

    @Test
    void boostAndBuryMultiplyTheOdds() {
        // The odds of an item are twice those of the next one.
        assertThat(list(4, 0, boost("c", 3))).containsExactly("a", "c", "b", "d");
        assertThat(list(4, 0, boost("c", 5))).containsExactly("c", "a", "b", "d");
        assertThat(list(4, 0, bury("a", 3))).containsExactly("b", "a", "c", "d");
        assertThat(list(4, 0, boost("c", 5), bury("c", 5))).containsExactly("a", "b", "c", "d");
        assertThat(list(4, 0, rule("y", Type.BOOST, null, "y", 0, 100, 0))).containsExactly("e", "f", "g", "a");
    }

    @Test
    void boostMovesPopularItemsToo() {
        assertThat(ids(recommender.popular(4, Query.Filters.NONE, shop(boost("d", 2)))))
                .containsExactly("d", "a", "b", "c");
    }

    @Test
    void theScoreStaysThatOfTheModel() {
        Ranking plain = recommender.recommend(query(4, 0, Query.Filters.NONE), Overlay.NONE);
        Ranking moved = recommender.recommend(query(4, 0, Query.Filters.NONE), shop(boost("c", 5)));

        assertThat(moved.items().get(0).score()).isEqualTo(plain.items().get(2).score());
    }

    @Test
    void slotMakesRoomAtTheEndForItemsOfACategory() {
        assertThat(list(5, 0, slot("z", 2))).containsExactly("a", "b", "c", "i", "j");
        assertThat(list(5, 0, slot("y", 1))).as("is there already").containsExactly("a", "b", "c", "d", "e");
        assertThat(list(3, 0, slot("z", 9))).containsExactly("i", "j", "k");
        assertThat(list(5, 0, slot("nowhere", 2))).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void slotsHoldOnEachPage() {
        assertThat(list(3, 3, slot("z", 1))).containsExactly("c", "d", "j");
    }

    @Test
    void aSlotTakesWhatThereIs() {
        assertThat(list(8, 0, slot("z", 6))).containsExactly("a", "b", "i", "j", "k", "l", "c", "d");
    }

    @Test
    void limitHoldsWhileOthersAreLeft() {
        assertThat(list(4, 0, limit("x", 2))).containsExactly("a", "b", "i", "j");
        assertThat(list(4, 0, rule("each", Type.LIMIT, null, null, 0, 0, 1))).containsExactly("a", "e", "i", "b");
        assertThat(list(12, 0, limit("x", 0))).hasSize(12).startsWith("i", "j", "k", "l");
    }

    @Test
    void aRuleIsAboutTheItemsWhosePriceIsInItsRange() {
        assertThat(list(4, 0, priced("r", Type.HIDE, null, 11.0, 13.0, 0)))
                .as("both bounds belong to it")
                .containsExactly("a", "e", "f", "g");
        assertThat(list(12, 0, priced("r", Type.HIDE, null, 13.5, null, 0))).containsExactly("a", "b", "c", "d");
        assertThat(list(12, 0, priced("r", Type.HIDE, null, null, 19.0, 0))).containsExactly("k", "l");
        assertThat(list(12, 0, priced("r", Type.HIDE, "x", null, 15.0, 0)))
                .as("both must fit")
                .containsExactly("g", "h", "i", "j", "k", "l");
        assertThat(list(12, 0, priced("r", Type.HIDE, "nowhere", 0.0, null, 0))).hasSize(12);
        assertThat(list(4, 0, priced("r", Type.BOOST, null, 16.0, 17.0, 0))).containsExactly("g", "a", "h", "b");
        assertThat(list(4, 0, priced("r", Type.BURY, "x", null, 11.0, 0))).containsExactly("c", "d", "e", "f");
        assertThat(ids(recommender.popular(3, Query.Filters.NONE, shop(priced("r", Type.BOOST, null, 13.0, 13.0, 0)))))
                .containsExactly("d", "a", "b");
        assertThat(list(4, 0, priced("r", Type.LIMIT, null, null, 17.0, 1)))
                .as("over all categories together")
                .containsExactly("a", "i", "j", "k");
        assertThat(list(4, 0, priced("r", Type.LIMIT, "y", 15.0, null, 0), hideAll("z")))
                .containsExactly("a", "b", "c", "d");
        Ranking ranking = recommender.recommend(
                query(2, 0, Query.Filters.NONE), shop(priced("r", Type.BOOST, "x", 11.0, 11.0, 0)));
        assertThat(ranking.items().get(0).rules()).containsExactly("r");
        assertThat(ranking.items().get(1).rules()).isEmpty();
    }

    @Test
    void aSlotOfAPriceRangeTakesItemsOfTheWholeShop() {
        assertThat(list(3, 0, priced("r", Type.SLOT, null, 14.0, 15.0, 2))).containsExactly("a", "e", "f");
        assertThat(list(4, 0, priced("r", Type.SLOT, "z", 19.0, null, 2))).containsExactly("a", "b", "j", "k");
        assertThat(list(3, 0, priced("r", Type.SLOT, null, 99.0, null, 2))).containsExactly("a", "b", "c");

        Query viewed = new Query(VIEWED_I, false, 3, Query.Filters.NONE, 0);
        assertThat(ids(recommender.recommend(viewed, shop(priced("r", Type.SLOT, null, 14.0, 15.0, 2)))))
                .containsExactly("a", "e", "f");
    }

    @Test
    void thePriceIsWhatTheShopSaidLast() {
        Overlay overlay = Overlay.of(tables, PRICES);
        Overlay shop = overlay.with(Rules.of(tables, overlay, List.of(priced("r", Type.HIDE, null, 0.0, 19.0, 0))));

        assertThat(ids(recommender.recommend(query(12, 0, Query.Filters.NONE), shop)))
                .as("b costs more now, and what g costs is unknown")
                .containsExactly("b", "g", "k", "l");
        Query unknown = new Query(
                List.of(
                        new Interaction("new1", EventType.VIEW, Interaction.NO_TIME),
                        new Interaction("new2", EventType.VIEW, Interaction.NO_TIME)),
                false,
                12,
                Query.Filters.NONE,
                0);
        assertThat(ids(recommender.recommend(unknown, shop)))
                .as("new1 costs 7.5, and what new2 costs is unknown")
                .contains("new2")
                .doesNotContain("new1");
    }

    @Test
    void aPriceIsInTheRangeThatItBounds() {
        for (double price : new double[] {0, 0.1, 9.99, 19.99, 249.95, 1_234_567.89, 1e15}) {
            Overlay overlay = Overlay.of(tables, List.of(change("a", null, price)));
            Rule hide = priced("r", Type.HIDE, null, price, price, 0);
            Overlay shop = overlay.with(Rules.of(tables, overlay, List.of(hide)));
            assertThat(ids(recommender.recommend(query(12, 0, Query.Filters.NONE), shop)))
                    .as("%s", price)
                    .doesNotContain("a")
                    .hasSize(11);
        }
    }

    @Test
    void anEarlierTypeWins() {
        assertThat(list(3, 0, pin("b", 1), hide("b"))).containsExactly("a", "c", "d");
        assertThat(list(3, 0, pin("b", 1), limit("x", 0))).startsWith("b", "i", "j");
        assertThat(list(3, 0, slot("z", 1), pin("l", 1))).containsExactly("l", "a", "b");
        assertThat(list(3, 0, slot("z", 2), limit("z", 1))).containsExactly("a", "i", "j");
        assertThat(list(3, 0, slot("z", 1), hideAll("z"))).containsExactly("a", "b", "c");
        assertThat(list(3, 0, limit("x", 1), boost("b", 5))).startsWith("b", "i");

        Rule slot = priced("s", Type.SLOT, null, 14.0, 15.0, 2);
        assertThat(list(3, 0, pin("b", 1), priced("r", Type.HIDE, null, null, 12.0, 0)))
                .containsExactly("d", "e", "f");
        assertThat(list(3, 0, slot, pin("f", 1))).containsExactly("f", "a", "e");
        assertThat(list(3, 0, slot, priced("r", Type.LIMIT, null, 14.0, null, 1)))
                .containsExactly("a", "e", "f");
        assertThat(list(3, 0, slot, hideAll("y"))).containsExactly("a", "b", "c");
        assertThat(list(2, 0, priced("r", Type.LIMIT, null, null, 19.0, 1), boost("b", 5)))
                .containsExactly("b", "k");
    }

    @Test
    void guaranteesWinOverPins() {
        Query.Filters filters = new Query.Filters(Set.of("k"), Set.of("l"), (String) null, true, false, false);

        Ranking ranking = recommender.recommend(
                query(3, 0, filters), shop(pin("k", 1), pin("l", 2), pin(TinyShop.id(TinyShop.OUT_OF_STOCK), 3)));

        assertThat(ids(ranking)).containsExactly("a", "b", "c");
        Query.Filters withoutNew = new Query.Filters(Set.of("new"), Set.of(), (String) null, false, false, false);
        assertThat(ids(recommender.popular(2, withoutNew, shop(pin("new", 1))))).containsExactly("a", "b");
        Query.Filters bought = new Query.Filters(Set.of(), Set.of(), (String) null, false, true, false);
        Query buyer = new Query(
                List.of(new Interaction("new", EventType.TRANSACTION, Interaction.NO_TIME)), false, 2, bought, 0);
        assertThat(ids(recommender.popular(buyer, shop(pin("new", 1))))).containsExactly("a", "b");
    }

    @Test
    void noRulesBreakAGuaranteeOrShortenAList() {
        for (long seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            List<Rule> rules = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                rules.add(random(random, "r" + i));
            }
            int k = 1 + random.nextInt(12);
            int offset = random.nextInt(4) == 0 ? random.nextInt(8) : 0;
            Set<String> excluded = Set.of(TinyShop.id(random.nextInt(12)), "new" + random.nextInt(6));
            Query.Filters filters =
                    new Query.Filters(excluded, Set.of(), Set.of(), random.nextBoolean(), false, false, offset);

            List<Interaction> history = random.nextBoolean() ? VIEWED_A : VIEWED_I;
            Query query = new Query(history, false, k, filters, random.nextInt(3) / 2.0);
            Overlay catalogue = Overlay.of(tables, PRICES);
            Overlay shop = catalogue.with(Rules.of(tables, catalogue, rules));
            Ranking plain = recommender.recommend(query, shop);
            Ranking ranking = recommender.recommend(query, shop, new Exploration(random.nextInt(3) / 2.0, seed));

            checkExplored(ranking, plain, rules, "seed " + seed + ": " + rules);
            Set<String> allowed = allowed(filters, rules);
            assertThat(ids(ranking)).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(allowed).as("seed %d: %s", seed, rules).containsAll(ids(ranking));
            assertThat(ranking.items().size())
                    .as("seed %d: %s", seed, rules)
                    .isBetween(
                            Math.max(0, Math.min(k, known(allowed) - offset)),
                            Math.max(0, Math.min(k, allowed.size() - offset)));
        }
    }

    /** What explores takes neither the first place nor that of a pin, and slots and limits hold as they did. */
    private static void checkExplored(Ranking ranking, Ranking plain, List<Rule> rules, String as) {
        assertThat(ranking.items()).as(as).hasSameSizeAs(plain.items());
        for (int place = 0; place < ranking.items().size(); place++) {
            Ranking.Item before = plain.items().get(place);
            if (place == 0 || before.source() == Source.PINNED) {
                assertThat(ranking.items().get(place)).as(as).isEqualTo(before);
            }
        }
        for (Rule rule : rules) {
            long was = count(plain, rule);
            long is = count(ranking, rule);
            if (rule.type() == Type.SLOT) {
                assertThat(is).as(as).isGreaterThanOrEqualTo(Math.min(was, rule.count()));
            } else if (rule.type() == Type.LIMIT && (rule.category() != null || rule.hasPriceRange())) {
                assertThat(is).as(as).isLessThanOrEqualTo(Math.max(was, rule.count()));
            }
        }
    }

    private static long count(Ranking ranking, Rule rule) {
        return ranking.items().stream()
                .filter(item -> isAbout(rule, item.itemId()))
                .count();
    }

    /** The items that the filters and no rule forbid; pins add unknown ones. */
    private static Set<String> allowed(Query.Filters filters, List<Rule> rules) {
        Set<String> allowed = new HashSet<>();
        for (int i = 0; i < TinyShop.ITEMS; i++) {
            if (!filters.availableOnly() || i != TinyShop.OUT_OF_STOCK) {
                allowed.add(TinyShop.id(i));
            }
        }
        for (Rule rule : rules) {
            if (rule.type() == Type.PIN
                    && rule.itemId() != null
                    && rule.itemId().startsWith("new")) {
                allowed.add(rule.itemId());
            }
        }
        allowed.removeAll(filters.exclude());
        for (Rule rule : rules) {
            if (rule.type() == Type.HIDE) {
                allowed.removeIf(id -> id.equals(rule.itemId()) || isAbout(rule, id));
            }
        }
        return allowed;
    }

    private static int known(Set<String> ids) {
        return (int) ids.stream().filter(id -> !id.startsWith("new")).count();
    }

    /** Whether a rule without an item is about one. */
    private static boolean isAbout(Rule rule, String id) {
        if (rule.itemId() != null || !(rule.category() == null || isIn(id, rule.category()))) {
            return false;
        }
        Double price = price(id);
        return rule.hasPriceRange()
                ? price != null
                        && (rule.minPrice() == null || price >= rule.minPrice())
                        && (rule.maxPrice() == null || price <= rule.maxPrice())
                : rule.category() != null;
    }

    private static @Nullable Double price(String id) {
        for (CatalogueItem item : PRICES) {
            if (item.itemId().value().equals(id)) {
                return item.price();
            }
        }
        return id.length() > 1 ? null : Double.valueOf(10 + id.charAt(0) - 'a');
    }

    private static boolean isIn(String id, @Nullable String category) {
        String own = id.length() > 1 ? "" : List.of("x", "y", "z").get((id.charAt(0) - 'a') / 4);
        return own.equals(category) || (own.equals("y") && "x".equals(category));
    }

    private static Rule random(Random random, String id) {
        Type type = Type.values()[random.nextInt(Type.values().length)];
        boolean ofItem = type == Type.PIN || (random.nextBoolean() && type != Type.SLOT && type != Type.LIMIT);
        String item = random.nextInt(6) == 0 ? "new" + random.nextInt(3) : TinyShop.id(random.nextInt(TinyShop.ITEMS));
        String category = List.of("x", "y", "z", "nowhere").get(random.nextInt(4));
        boolean ofPrice = !ofItem && random.nextInt(3) == 0;
        boolean ofAll = ofItem || ((ofPrice || type == Type.LIMIT) && random.nextBoolean());
        Rule rule = rule(
                id,
                type,
                ofItem ? item : null,
                ofAll ? null : category,
                1 + random.nextInt(15),
                1 + random.nextInt(100),
                random.nextInt(6));
        double min = 5 + random.nextInt(20);
        double max = min + random.nextInt(8);
        return switch (ofPrice ? random.nextInt(3) : -1) {
            case 0 -> within(rule, min, null);
            case 1 -> within(rule, null, max);
            case 2 -> within(rule, min, max);
            default -> rule;
        };
    }

    private List<String> list(int k, int offset, Rule... rules) {
        Query.Filters filters = new Query.Filters(Set.of(), Set.of(), Set.of(), false, false, false, offset);
        return ids(recommender.recommend(query(k, 0, filters), shop(rules)));
    }

    private static Query query(int k, double diversity, Query.Filters filters) {
        return new Query(VIEWED_A, false, k, filters, diversity);
    }

    private static double[] byId(float[][] rows) {
        double[] scores = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            double views = Math.expm1(rows[r][VIEWS]);
            scores[r] = Math.log(2) * Math.rint(views / 10);
        }
        return scores;
    }

    private Overlay shop(Rule... rules) {
        return Overlay.NONE.with(Rules.of(tables, Overlay.of(tables, List.of()), List.of(rules)));
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.items().stream().map(Ranking.Item::itemId).toList();
    }

    private static Rule rule(
            String id,
            Type type,
            @Nullable String item,
            @Nullable String category,
            int position,
            double factor,
            int count) {
        return new Rule(id, type, item, category, null, null, position, factor, count, null, null, null, null);
    }

    /** A rule about items of some prices: those of a to l are 10 to 21. */
    private static Rule priced(
            String id, Type type, @Nullable String category, @Nullable Double min, @Nullable Double max, int count) {
        return within(rule(id, type, null, category, 0, 100, count), min, max);
    }

    private static Rule within(Rule rule, @Nullable Double min, @Nullable Double max) {
        return new Rule(
                rule.id(),
                rule.type(),
                rule.itemId(),
                rule.category(),
                min,
                max,
                rule.position(),
                rule.factor(),
                rule.count(),
                null,
                null,
                null,
                null);
    }

    private static CatalogueItem change(
            String id, @Nullable String category, @Nullable Double price, Part... takenBack) {
        return new CatalogueItem(new ItemId(id), null, category, price, null, null, Set.of(takenBack), 0);
    }

    private static Rule hide(String item) {
        return rule("hide-" + item, Type.HIDE, item, null, 0, 0, 0);
    }

    private static Rule hideAll(String category) {
        return rule("hide-" + category, Type.HIDE, null, category, 0, 0, 0);
    }

    private static Rule pin(String item, int position) {
        return rule("pin-" + item, Type.PIN, item, null, position, 0, 0);
    }

    private static Rule boost(String item, double factor) {
        return rule("boost-" + item, Type.BOOST, item, null, 0, factor, 0);
    }

    private static Rule bury(String item, double factor) {
        return rule("bury-" + item, Type.BURY, item, null, 0, factor, 0);
    }

    private static Rule slot(String category, int count) {
        return rule("slot-" + category, Type.SLOT, null, category, 0, 0, count);
    }

    private static Rule limit(String category, int count) {
        return rule("limit-" + category, Type.LIMIT, null, category, 0, 0, count);
    }
}
