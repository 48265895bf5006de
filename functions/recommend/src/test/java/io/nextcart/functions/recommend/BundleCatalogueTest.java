package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Objective;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue in the bundle and what changed since answer as the whole catalogue does. */
final class BundleCatalogueTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long MADE_AT_MS = 1_442_545_187_000L;
    private static final List<String> CATEGORIES = List.of("x", "y", "z", "new", "newer");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final AtomicLong nowMs = new AtomicLong(MADE_AT_MS);
    private final MemoryCatalogueStore store = new MemoryCatalogueStore();
    private Tables tables;
    private Recommender recommender;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.tables(folder);
        recommender = new Recommender(tables, new RuleRanker());
    }

    @Test
    void itIsReadFromTheNewestLineOfTheArchiveOnAndWhatWasSaidBeforeIsKnownAtOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        store.holdReadsBy(never);
        try (CatalogueOverlay overlay = overlay()) {
            ServedModel model = model(MADE_AT_MS, List.of(hidden("b", MADE_AT_MS - 10 * HOUR_MS)));
            Overlay first = overlay.over(model, null, Deadline.after(Duration.ofMillis(1)));
            assertThat(ids(first)).doesNotContain("b").contains("a", "c");
            assertThat(overlay.said("b")).isEqualTo(hidden("b", MADE_AT_MS - 10 * HOUR_MS));
            Await.until(() -> !store.asked().isEmpty(), "the read has begun");
            assertThat(store.asked()).containsExactly(MADE_AT_MS - 11 * HOUR_MS);
        } finally {
            never.countDown();
        }
    }

    @Test
    void ofACatalogueThatRarelyChangesTheLastDayIsReadOnly() throws Exception {
        try (CatalogueOverlay overlay = overlay()) {
            over(overlay, model(MADE_AT_MS, List.of(hidden("b", 5))));
            assertThat(store.asked()).containsExactly(MADE_AT_MS - 25 * HOUR_MS);
        }
    }

    @Test
    void whereAllOfTheBundlesCatalogueIsOfFeedsTheWholeOfTheShopsIsReadOverIt() throws Exception {
        store.put(hidden("c", 5));
        try (CatalogueOverlay overlay = overlay()) {
            Path file = folder.resolve("feeds.tbl");
            CatalogueTable.write(file, tables.items(), List.of(hidden("b", MADE_AT_MS - 1)), 0);
            ServedModel model = new ServedModel(
                    recommender,
                    manifest(SECOND.format(Instant.ofEpochMilli(MADE_AT_MS))),
                    CatalogueTable.open(file, tables.items()),
                    null,
                    0,
                    true);
            assertThat(ids(over(overlay, model))).contains("a").doesNotContain("b", "c");
            assertThat(store.asked()).containsExactly(0L);
        }
    }

    @Test
    void whatNobodyViewedIsOfTheBundleAndOfWhatChangedSince() throws Exception {
        store.put(hidden("o", MADE_AT_MS));
        store.put(shown("p", MADE_AT_MS));
        store.put(hidden("a", MADE_AT_MS));
        try (CatalogueOverlay overlay = overlay()) {
            ServedModel model = model(
                    MADE_AT_MS,
                    List.of(hidden("b", 5), shown("c", 5), shown("m", 5), hidden("n", 5), shown("o", MADE_AT_MS - 1)));
            Overlay now = over(overlay, model);
            ItemDetails none = new ItemDetails(Set.of(), overlay);
            assertThat(new PassedBy(model, overlay, now).toJson(2, none).toText())
                    .contains(
                            "\"never_carted\":{\"count\":9,\"items\":[{\"item_id\":\"c\",\"views\":100},{\"item_id\":\"e\",\"views\":80}]}")
                    .contains("\"never_viewed\":{\"count\":2,\"items\":[{\"item_id\":\"m\"},{\"item_id\":\"p\"}]}");
        }
    }

    @Test
    void whatWasBoughtIsNotPassedByEvenWhereTheLogHasNoCartOfIt() throws Exception {
        tables = TinyShop.withOrders(folder);
        recommender = new Recommender(tables, new RuleRanker());
        try (CatalogueOverlay overlay = overlay()) {
            ServedModel model = model(MADE_AT_MS, List.of(shown("m", 5)));
            ItemDetails none = new ItemDetails(Set.of(), overlay);
            assertThat(new PassedBy(model, overlay, over(overlay, model))
                            .toJson(1, none)
                            .toText())
                    .contains("\"never_carted\":{\"count\":9,\"items\":[{\"item_id\":\"c\",\"views\":100}]}");
        }
    }

    @Test
    void aClockThatWasAheadHidesNothingThatIsSaid() throws Exception {
        store.put(hidden("c", MADE_AT_MS));
        try (CatalogueOverlay overlay = overlay()) {
            ServedModel model = model(MADE_AT_MS, List.of(hidden("b", MADE_AT_MS + 100 * HOUR_MS)));
            assertThat(ids(over(overlay, model))).doesNotContain("b", "c");
        }
    }

    @Test
    void nothingIsReadBeforeThereIsAModelAndWithoutACatalogueInItAllIsRead() throws Exception {
        try (CatalogueOverlay overlay = overlay()) {
            overlay.refresh();
            overlay.settle(Deadline.after(Duration.ofSeconds(10)));
            assertThat(store.asked()).isEmpty();
            over(overlay, model(MADE_AT_MS, List.of()));
            assertThat(store.asked()).containsExactly(0L);
        }
    }

    @Test
    void theNewestCatalogueCountsForBothModelsOfATrialAndAfterARollBack() throws Exception {
        store.put(hidden("c", MADE_AT_MS + 1));
        try (CatalogueOverlay overlay = overlay()) {
            ServedModel champion = model(MADE_AT_MS, List.of(hidden("a", MADE_AT_MS - HOUR_MS)));
            ServedModel challenger = model(
                    MADE_AT_MS + 24 * HOUR_MS,
                    List.of(shown("a", MADE_AT_MS + 20 * HOUR_MS), hidden("b", MADE_AT_MS + 20 * HOUR_MS)));
            assertThat(ids(over(overlay, champion))).doesNotContain("a", "c").contains("b");
            for (ServedModel model : List.of(challenger, champion, challenger, champion)) {
                assertThat(ids(over(overlay, model))).doesNotContain("b", "c").contains("a");
            }
            nowMs.addAndGet(30 * HOUR_MS);
            over(overlay, champion);
            assertThat(store.asked())
                    .as("what the newer bundle holds is not read")
                    .containsExactly(MADE_AT_MS - 2 * HOUR_MS, MADE_AT_MS + 19 * HOUR_MS);
        }
    }

    @Test
    void itAnswersAsTheWholeCatalogueDoes() throws Exception {
        compare(150);
    }

    @Test
    @Tag("long")
    void itAnswersAsTheWholeCatalogueDoesInManyHistories() throws Exception {
        compare(5_000);
    }

    private void compare(int histories) throws Exception {
        long first = Long.getLong("nextcart.seed", 42) * 1_000_000;
        Path others = Files.createDirectory(folder.resolve("others"));
        TinyShop.tables(others);
        ItemTable.write(
                others.resolve(Tables.ITEMS),
                new ItemTable.Columns(
                        new String[] {"aa", "b", "c", "cc", "e", "f", "g", "h", "i", "j", "new0", "z"},
                        new int[12],
                        new float[12],
                        new int[12],
                        new int[12],
                        new int[12],
                        new int[12],
                        new float[12],
                        new float[12]));
        Tables challenger = Tables.open(others);
        for (long seed = first; seed < first + histories; seed++) {
            compare(seed, challenger);
        }
    }

    private void compare(long seed, Tables challenger) throws Exception {
        Random random = new Random(seed);
        MemoryCatalogueStore shop = new MemoryCatalogueStore();
        List<CatalogueItem> lines = new ArrayList<>();
        long atMs = MADE_AT_MS - 3 * HOUR_MS;
        int size = 1 + random.nextInt(60);
        for (int i = 0; i < size; i++) {
            atMs += random.nextInt(3) == 0 ? 0 : random.nextInt((int) HOUR_MS / 4);
            CatalogueItem change = change(random, atMs);
            shop.put(change);
            lines.add(shop.get(change.itemId()).orElseThrow());
        }
        int taught = random.nextInt(lines.size() + 1);
        List<CatalogueItem> archived = archived(random, lines.subList(0, taught));
        nowMs.set(Math.max(MADE_AT_MS, atMs));
        String version = SECOND.format(Instant.ofEpochMilli(nowMs.get()));
        try (CatalogueOverlay whole = new CatalogueOverlay(
                        shop, new MemoryRuleStore(), new MovedClock(nowMs), CatalogueOverlay.INTERVAL);
                CatalogueOverlay since = new CatalogueOverlay(
                        shop, new MemoryRuleStore(), new MovedClock(nowMs), CatalogueOverlay.INTERVAL)) {
            ServedModel model = model(version, archived);
            assertSame(seed, recommender, over(whole, tables), over(since, model));
            for (int i = 0; i < 14; i++) {
                String id = i < 12 ? TinyShop.id(i) : "new" + (i - 12);
                assertThat(since.said(id)).as("%s, seed %d", id, seed).isEqualTo(whole.said(id));
            }
            Recommender other = new Recommender(challenger, new RuleRanker());
            assertSame(seed, other, over(whole, challenger), over(since, challenger));
            assertSameByPrice(seed, other, over(whole, challenger), over(since, challenger));
            // What is said later is noticed beside it.
            for (int i = random.nextInt(4); i > 0; i--) {
                shop.put(change(random, nowMs.get()));
            }
            nowMs.addAndGet(HOUR_MS);
            assertSame(seed, recommender, over(whole, tables), over(since, model));
            assertSame(seed, other, over(whole, challenger), over(since, challenger));
            assertSameByPrice(seed, other, over(whole, challenger), over(since, challenger));
        }
    }

    /** What a training finds: each part of the table lags behind by less than an hour. */
    private static List<CatalogueItem> archived(Random random, List<CatalogueItem> lines) {
        Map<ItemId, Long> lag = new HashMap<>();
        Map<String, CatalogueItem> last = new TreeMap<>();
        for (CatalogueItem line : lines) {
            long lagMs = lag.computeIfAbsent(
                    line.itemId(), id -> random.nextBoolean() ? -1L : random.nextInt((int) HOUR_MS));
            if (line.updatedAtMs() < lines.get(lines.size() - 1).updatedAtMs() - lagMs) {
                last.put(line.itemId().value(), line);
            }
        }
        return List.copyOf(last.values());
    }

    private static CatalogueItem change(Random random, long atMs) {
        int number = random.nextInt(14);
        ItemId id = new ItemId(number < 12 ? TinyShop.id(number) : "new" + (number - 12));
        if (random.nextInt(8) == 0) {
            return CatalogueItem.deleted(id, atMs);
        }
        EnumSet<Part> unset = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (random.nextInt(6) == 0) {
                unset.add(part);
            }
        }
        String category = CATEGORIES.get(random.nextInt(5));
        return new CatalogueItem(
                id,
                unset.contains(Part.AVAILABLE) || random.nextBoolean() ? null : Boolean.valueOf(random.nextBoolean()),
                unset.contains(Part.CATEGORY) || random.nextBoolean()
                        ? null
                        : random.nextBoolean() ? category : category + "|other",
                unset.contains(Part.PRICE) || random.nextBoolean()
                        ? null
                        : Double.valueOf(random.nextInt(1000) / 100.0),
                unset.contains(Part.TITLE) || random.nextBoolean() ? null : "title " + random.nextInt(5),
                unset.contains(Part.IMAGE_URL) || random.nextBoolean() ? null : "https://x/" + random.nextInt(5),
                unset,
                atMs);
    }

    /** The same with rules about prices, for tables that do not hold what their own bundle's catalogue says. */
    private static void assertSameByPrice(long seed, Recommender recommender, Overlay whole, Overlay since) {
        List<Rule> rules = List.of(
                priced("h", Rule.Type.HIDE, 2.5, null),
                priced("b", Rule.Type.BOOST, null, 1.0),
                priced("l", Rule.Type.LIMIT, 1.5, 2.0));
        Tables tables = recommender.tables();
        assertSame(
                seed,
                recommender,
                whole.with(Rules.of(tables, whole, rules)),
                since.with(Rules.of(tables, since, rules)));
    }

    private static Rule priced(String id, Rule.Type type, @Nullable Double min, @Nullable Double max) {
        return new Rule(id, type, null, null, min, max, 0, 3, 1, null, null, null, null);
    }

    private static void assertSame(long seed, Recommender recommender, Overlay whole, Overlay since) {
        List<Interaction> views = List.of(
                new Interaction("a", EventType.VIEW, Interaction.NO_TIME),
                new Interaction("new0", EventType.VIEW, Interaction.NO_TIME),
                new Interaction("new1", EventType.VIEW, Interaction.NO_TIME));
        List<Query.Filters> filters = new ArrayList<>(List.of(Query.Filters.NONE, filters(null, true)));
        CATEGORIES.forEach(category -> filters.add(filters(category, false)));
        filters.add(filters("other", true));
        for (Query.Filters asked : filters) {
            Query query = new Query(views, true, 100, asked, 0.5);
            assertThat(recommender.recommend(query, since))
                    .as("%s, seed %d", asked, seed)
                    .isEqualTo(recommender.recommend(query, whole));
            assertThat(recommender.popular(100, asked, since))
                    .as("%s, seed %d", asked, seed)
                    .isEqualTo(recommender.popular(100, asked, whole));
        }
    }

    private static Query.Filters filters(@Nullable String category, boolean availableOnly) {
        return new Query.Filters(Set.of(), Set.of(), category, availableOnly, false, false);
    }

    private List<String> ids(Overlay overlay) {
        return recommender.popular(100, Query.Filters.NONE, overlay).items().stream()
                .map(item -> item.itemId())
                .toList();
    }

    private CatalogueOverlay overlay() {
        return new CatalogueOverlay(store, new MemoryRuleStore(), new MovedClock(nowMs), CatalogueOverlay.INTERVAL);
    }

    private static Overlay over(CatalogueOverlay overlay, ServedModel model) {
        return overlay.over(model, null, Deadline.after(Duration.ofSeconds(10)));
    }

    private static Overlay over(CatalogueOverlay overlay, Tables tables) {
        return overlay.over(tables, Deadline.after(Duration.ofSeconds(10)));
    }

    private static CatalogueItem hidden(String id, long atMs) {
        return new CatalogueItem(new ItemId(id), false, null, null, null, null, atMs);
    }

    private static CatalogueItem shown(String id, long atMs) {
        return new CatalogueItem(new ItemId(id), true, null, null, null, null, atMs);
    }

    private ServedModel model(long madeAtMs, List<CatalogueItem> said) throws IOException {
        return model(SECOND.format(Instant.ofEpochMilli(madeAtMs)), said);
    }

    private ServedModel model(String version, List<CatalogueItem> said) throws IOException {
        CatalogueTable catalogue = null;
        if (!said.isEmpty()) {
            Path file = folder.resolve(version + "-" + CatalogueTable.FILE);
            long newestMs =
                    said.stream().mapToLong(CatalogueItem::updatedAtMs).max().orElseThrow();
            CatalogueTable.write(file, tables.items(), said, newestMs);
            catalogue = CatalogueTable.open(file, tables.items());
        }
        return new ServedModel(recommender, manifest(version), catalogue, null, 0, true);
    }

    private static Manifest manifest(String version) throws IOException {
        return new Manifest(
                version, "", Objective.CART, ModelKind.RULE, null, Map.of(), new JsonFields().toObject("details"));
    }
}
