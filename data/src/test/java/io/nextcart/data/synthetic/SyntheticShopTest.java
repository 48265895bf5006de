package io.nextcart.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Category;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.data.log.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small shop, read back with the readers. */
final class SyntheticShopTest {
    private static final ShopSpec SPEC = new ShopSpec(0.02, 42);
    private static final long HOUR_MS = 3_600_000L;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final long SESSION_GAP_MS = HOUR_MS / 2;

    @TempDir
    static Path folder;

    private static final List<Event> EVENTS = new ArrayList<>();
    private static final List<Event> VIEWS = new ArrayList<>();
    private static final List<ItemProperty> PROPERTIES = new ArrayList<>();
    private static final Map<String, Category> CATEGORIES = new HashMap<>();
    private static final Map<ItemId, String> CATEGORY_OF = new HashMap<>();
    private static long propertyRows;

    private record VisitorAndItem(Object visitor, Object item) {
        static VisitorAndItem of(Event event) {
            return new VisitorAndItem(event.userId(), event.itemId());
        }
    }

    @BeforeAll
    static void writeAndRead() throws IOException {
        SyntheticShop.write(SPEC, folder, Progress.NONE);
        ReadReport events = EventFiles.read(folder.resolve(SyntheticShop.EVENTS), 0, Progress.NONE, EVENTS::add);
        assertThat(events.rows()).isEqualTo(SPEC.events());
        EVENTS.stream().filter(event -> event.type() == EventType.VIEW).forEach(VIEWS::add);
        for (String part : SyntheticShop.PROPERTIES) {
            propertyRows += RetailRocket.readProperties(
                            Source.of(folder.resolve(part), 0, Progress.NONE), name -> true, PROPERTIES::add)
                    .rows();
        }
        RetailRocket.readCategories(
                folder.resolve(SyntheticShop.CATEGORIES),
                0,
                Progress.NONE,
                category -> assertThat(CATEGORIES.put(category.id(), category)).isNull());
        properties("categoryid").forEach(row -> CATEGORY_OF.put(row.itemId(), row.value()));
    }

    private static List<ItemProperty> properties(String name) {
        return PROPERTIES.stream().filter(row -> row.property().equals(name)).toList();
    }

    private static long count(EventType type) {
        return EVENTS.stream().filter(event -> event.type() == type).count();
    }

    @Test
    void everyCountIsExact() {
        assertThat(count(EventType.VIEW)).isEqualTo(SPEC.views());
        assertThat(count(EventType.ADD_TO_CART)).isEqualTo(SPEC.carts());
        assertThat(count(EventType.TRANSACTION)).isEqualTo(SPEC.transactions());
        assertThat(EVENTS.stream().map(Event::userId).distinct()).hasSize(SPEC.visitors());
        assertThat(EVENTS.stream().map(Event::itemId).distinct()).hasSize(SPEC.itemsSeen());
        assertThat(PROPERTIES.stream().map(ItemProperty::itemId).distinct()).hasSize(SPEC.items());
        assertThat(propertyRows).isEqualTo(SPEC.propertyRows());
        assertThat(CATEGORIES).hasSize(SPEC.categories());
    }

    @Test
    void theSmallestShopHasItsExactCountsToo() throws IOException {
        ShopSpec smallest = new ShopSpec(0.001, 7);
        Path small = folder.resolve("smallest");
        List<Event> events = new ArrayList<>();

        SyntheticShop.write(smallest, small, Progress.NONE);
        EventFiles.read(small.resolve(SyntheticShop.EVENTS), 0, Progress.NONE, events::add);

        assertThat(events).hasSize(smallest.events());
        assertThat(events.stream().map(Event::userId).distinct()).hasSize(smallest.visitors());
        assertThat(events.stream().map(Event::itemId).distinct()).hasSize(smallest.itemsSeen());
    }

    @Test
    void oneSeedGivesTheSameBytesAndAnotherSeedOtherOnes() throws IOException {
        ShopSpec spec = new ShopSpec(0.003, 1);
        SyntheticShop.write(spec, folder.resolve("one"), Progress.NONE);
        SyntheticShop.write(spec, folder.resolve("same"), Progress.NONE);
        SyntheticShop.write(new ShopSpec(0.003, 2), folder.resolve("other"), Progress.NONE);
        List<String> files = new ArrayList<>(SyntheticShop.PROPERTIES);
        files.add(SyntheticShop.EVENTS);
        files.add(SyntheticShop.CATEGORIES);
        for (String file : files) {
            Path one = folder.resolve("one").resolve(file);
            assertThat(folder.resolve("same").resolve(file)).hasSameBinaryContentAs(one);
            assertThat(Files.mismatch(folder.resolve("other").resolve(file), one))
                    .as(file)
                    .isNotNegative();
        }
    }

    @Test
    void timesRiseThroughThe136Days() {
        assertThat(EVENTS).extracting(Event::timestampMs).isSorted().allMatch(SyntheticShopTest::isInLog);
        assertThat(VIEWS.stream().map(event -> day(event)).distinct()).hasSize(ShopSpec.DAYS);
        assertThat(PROPERTIES).extracting(ItemProperty::timestampMs).allMatch(SyntheticShopTest::isInLog);
    }

    private static boolean isInLog(long timestampMs) {
        return timestampMs >= ShopSpec.START_MS && timestampMs < ShopSpec.END_MS;
    }

    private static int day(Event event) {
        return (int) ((event.timestampMs() - ShopSpec.START_MS) / DAY_MS);
    }

    @Test
    void whatIsBoughtWasPutInTheCartAndWhatWasPutInTheCartWasViewed() {
        Map<VisitorAndItem, Integer> viewed = new HashMap<>();
        Map<VisitorAndItem, Integer> carted = new HashMap<>();
        for (Event event : EVENTS) {
            VisitorAndItem key = VisitorAndItem.of(event);
            switch (event.type()) {
                case VIEW -> viewed.merge(key, 1, Integer::sum);
                case ADD_TO_CART -> {
                    carted.merge(key, 1, Integer::sum);
                    assertThat(viewed.getOrDefault(key, 0)).isGreaterThanOrEqualTo(carted.get(key));
                }
                case TRANSACTION ->
                    assertThat(carted.merge(key, -1, Integer::sum))
                            .as("%s", event)
                            .isNotNegative();
            }
            assertThat(event.transactionId() != null).isEqualTo(event.type() == EventType.TRANSACTION);
        }
    }

    @Test
    void anOrderIsOfOneVisitorAndSomeOrdersHoldSeveralItems() {
        Map<String, Set<Object>> visitors = new HashMap<>();
        Map<String, Integer> items = new HashMap<>();
        for (Event event : EVENTS) {
            if (event.transactionId() != null) {
                visitors.computeIfAbsent(event.transactionId(), id -> new HashSet<>())
                        .add(event.userId());
                items.merge(event.transactionId(), 1, Integer::sum);
            }
        }

        assertThat(visitors.values()).allMatch(set -> set.size() == 1);
        assertThat(items.values()).anyMatch(n -> n > 1);
    }

    @Test
    void popularityHasAHeavyTail() {
        int[] views = counts(VIEWS, event -> Integer.parseInt(event.itemId().value()), SPEC.items() + 1);
        Arrays.sort(views);
        int top = SPEC.itemsSeen() / 100;
        double share = Arrays.stream(views, views.length - top, views.length).sum() / (double) VIEWS.size();

        assertThat(share).as("views of the top 1 %% of items").isGreaterThan(0.2);
        long seenOnce = Arrays.stream(views).filter(n -> n == 1).count();
        assertThat(seenOnce).as("items seen once").isGreaterThan(SPEC.itemsSeen() / 20);
    }

    private static int[] counts(List<Event> events, ToIntFunction<Event> bin, int bins) {
        int[] counts = new int[bins];
        events.forEach(event -> counts[bin.applyAsInt(event)]++);
        return counts;
    }

    @Test
    void mostVisitorsComeOnceAndAFewComeBackForMonths() {
        int[] views = counts(VIEWS, event -> Integer.parseInt(event.userId().value()), SPEC.visitors());

        assertThat(Arrays.stream(views).filter(n -> n == 1).count()).isGreaterThan(SPEC.visitors() / 2);
        assertThat(Arrays.stream(views).max().orElseThrow()).isGreaterThan(50);
        Map<Object, Long> first = new HashMap<>();
        long longest = 0;
        for (Event event : VIEWS) {
            first.putIfAbsent(event.userId(), event.timestampMs());
            longest = Math.max(longest, event.timestampMs() - first.get(event.userId()));
        }
        assertThat(longest).isGreaterThan(90 * DAY_MS);
    }

    @Test
    void itemsAreViewedAgain() {
        Set<VisitorAndItem> seen = new HashSet<>();
        long repeats = VIEWS.stream()
                .filter(event -> !seen.add(VisitorAndItem.of(event)))
                .count();

        assertThat(repeats / (double) VIEWS.size()).isBetween(0.1, 0.3);
    }

    @Test
    void aSessionStaysInItsCategories() {
        Map<Object, Event> last = new HashMap<>();
        int steps = 0;
        int sameCategory = 0;
        for (Event event : VIEWS) {
            Event before = last.put(event.userId(), event);
            if (before != null && event.timestampMs() - before.timestampMs() < SESSION_GAP_MS) {
                steps++;
                if (Objects.equals(CATEGORY_OF.get(before.itemId()), CATEGORY_OF.get(event.itemId()))) {
                    sameCategory++;
                }
            }
        }

        assertThat(steps).isGreaterThan(SPEC.views() / 10);
        assertThat(sameCategory / (double) steps).isGreaterThan(0.5);
    }

    @Test
    void eveningsAreBusierThanMorningsAndWeekdaysThanWeekends() {
        int[] hours = counts(VIEWS, event -> (int) (event.timestampMs() / HOUR_MS % 24), 24);
        int[] weekdays = counts(VIEWS, event -> day(event) % 7, 7);

        assertThat(hours[19] + hours[20]).isGreaterThan(3 * (hours[8] + hours[9]));
        // The log starts on a Sunday; its 136 days hold 20 Sundays to Tuesdays and 19 of the other days.
        double monday = weekdays[1] / 20.0;
        double saturday = weekdays[6] / 19.0;
        assertThat(monday).isGreaterThan(1.3 * saturday);
    }

    /** If items had no trend, their views in four quarters would differ only by chance: 1 per degree of freedom. */
    @Test
    void itemsComeIntoFashionAndGoOut() {
        Map<Object, int[]> quarters = new HashMap<>();
        Set<VisitorAndItem> seen = new HashSet<>();
        for (Event event : VIEWS) {
            if (seen.add(VisitorAndItem.of(event))) {
                quarters.computeIfAbsent(event.itemId(), id -> new int[4])[day(event) / 34]++;
            }
        }
        double chiSquare = 0;
        int items = 0;
        for (int[] views : quarters.values()) {
            double expected = Arrays.stream(views).sum() / 4.0;
            if (expected >= 10) {
                items++;
                chiSquare += Arrays.stream(views)
                        .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                        .sum();
            }
        }

        assertThat(items).isGreaterThan(50);
        assertThat(chiSquare / (3 * items)).isGreaterThan(1.5);
    }

    @Test
    void pricesAndStockChangeOverTheWeeks() {
        Map<ItemId, Set<String>> prices = new HashMap<>();
        for (ItemProperty row : properties("790")) {
            assertThat(row.value()).matches("n\\d+\\.\\d{3}");
            prices.computeIfAbsent(row.itemId(), id -> new HashSet<>()).add(row.value());
        }
        Map<ItemId, String> stock = new HashMap<>();
        Set<ItemId> changed = new HashSet<>();
        for (ItemProperty row : properties("available")) {
            assertThat(row.value()).isIn("0", "1");
            String before = stock.put(row.itemId(), row.value());
            assertThat(row.value()).isNotEqualTo(before);
            if (before != null) {
                changed.add(row.itemId());
            }
        }

        assertThat(prices).hasSize(SPEC.items());
        assertThat(stock).hasSize(SPEC.items());
        assertThat(prices.values().stream().filter(set -> set.size() > 1).count())
                .isGreaterThan(SPEC.items() * 9L / 10);
        assertThat(changed.size()).isGreaterThan(SPEC.items() / 2);
    }

    /** Items out of stock can be viewed, but are hardly ever put in the cart. */
    @Test
    void whatIsOutOfStockIsNotBought() {
        ShopWorld world = new ShopWorld(SPEC);
        long carts = EVENTS.stream()
                .filter(event -> event.type() == EventType.ADD_TO_CART)
                .filter(event ->
                        !world.isAvailable(world.itemOf(event.itemId().value()), ShopWorld.week(event.timestampMs())))
                .count();

        assertThat(carts).isLessThan(SPEC.carts() / 50);
    }

    @Test
    void categoriesAreAForestThatHoldsEveryItem() {
        assertThat(CATEGORIES.values().stream().filter(category -> category.parentId() == null))
                .hasSizeGreaterThanOrEqualTo(3);
        for (Category category : CATEGORIES.values()) {
            Set<String> path = new HashSet<>();
            for (Category at = category; at.parentId() != null; at = CATEGORIES.get(at.parentId())) {
                assertThat(path.add(at.id()))
                        .as("a way to a root from %s", category)
                        .isTrue();
                assertThat(CATEGORIES).containsKey(at.parentId());
            }
        }
        assertThat(CATEGORY_OF).hasSize(SPEC.items());
        assertThat(CATEGORIES.keySet()).containsAll(CATEGORY_OF.values());
    }

    @Test
    void everyStageReportsItsProgressToTheEnd() throws IOException {
        Map<String, long[]> stages = new HashMap<>();
        SyntheticShop.write(new ShopSpec(0.005, 3), folder.resolve("progress"), (stage, done, total, unit) -> {
            long[] last = stages.computeIfAbsent(stage, name -> new long[2]);
            assertThat(done).isGreaterThan(last[0]);
            last[0] = done;
            last[1] = total;
        });

        assertThat(stages).containsOnlyKeys("letting visitors in", "writing events", "writing properties");
        assertThat(stages.values()).allMatch(last -> last[0] == last[1]);
    }
}
