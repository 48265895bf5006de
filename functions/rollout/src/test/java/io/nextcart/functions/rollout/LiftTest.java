package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Environment;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LiftTest {
    private static final double SHARE = 0.05;
    private static final long DAY_MS = 86_400_000L;
    private static final long START_MS = TrialShop.START_MS; // Sunday, 2026-03-01
    private static final long SEED = 20_261_129;
    private static final int RUNS = 200;
    private static final int FEW_RUNS = 20;

    @TempDir
    Path folder;

    private final List<List<Measure>> measured = new ArrayList<>();
    private FolderObjectStore archive;
    private TrialShop shop;

    @BeforeEach
    void open() throws IOException {
        archive = new FolderObjectStore(folder.resolve("archive"));
        shop = new TrialShop(archive, folder);
    }

    @Test
    void everyShopperCountsOnceInTheGroupOfTheHashWhateverTheArchiveRepeats() throws IOException {
        String control = user(true, 0);
        String other = user(false, 0);
        List<Event> events = List.of(
                event(control, EventType.VIEW, START_MS, null),
                event(control, EventType.ADD_TO_CART, START_MS + 1, null),
                event(control, EventType.ADD_TO_CART, START_MS + 2, null),
                event(other, EventType.VIEW, START_MS + 3, null),
                event(other, EventType.TRANSACTION, START_MS + 4, 12.5),
                event(user(false, 1), EventType.VIEW, START_MS + 5, null));
        shop.log("2026-03-01", events);
        shop.log("2026-03-01", events);

        Lift lift = Lift.of(archive, SHARE, Long.MIN_VALUE, START_MS + DAY_MS);

        assertThat(lift.all().control()).isEqualTo(new LiftGroups.Group(1, 1, 1, 2, 0, 0));
        assertThat(lift.all().others()).isEqualTo(new LiftGroups.Group(2, 0, 2, 0, 1, 12.5));
        assertThat(lift.all().estimate()).isEqualTo(-1);
        assertThat(lift.all().isEnough()).isFalse();
        assertThat(lift.toJson().toText())
                .contains("\"control\":{\"shoppers\":1,\"cart_shoppers\":1,", "\"champion\":{\"shoppers\":2,")
                .contains("\"lift\":{\"cart_rate\":{\"estimate\":-1.0,\"low\":", "\"enough\":false");
    }

    @Test
    void deletedShoppersAndEventsOutsideOfTheTimeDoNotCount() throws IOException {
        shop.log(
                "2026-03-01",
                List.of(
                        event(user(false, 0), EventType.VIEW, START_MS - 1, null),
                        event(user(false, 1), EventType.VIEW, START_MS, null),
                        event(user(false, 2), EventType.VIEW, START_MS, null),
                        event(user(false, 3), EventType.VIEW, START_MS + 2, null)));
        shop.delete(user(false, 2), START_MS + 5);

        Lift lift = Lift.of(archive, SHARE, START_MS, START_MS + 1);

        assertThat(lift.all().others().shoppers()).isEqualTo(1);
    }

    @Test
    void aShopperBelongsToTheWeekOfTheFirstEvent() throws IOException {
        String early = user(false, 0);
        shop.log("2026-03-01", List.of(event(early, EventType.VIEW, START_MS, null)));
        shop.log(
                "2026-03-03",
                List.of(
                        event(early, EventType.ADD_TO_CART, START_MS + 2 * DAY_MS, null),
                        event(user(true, 0), EventType.VIEW, START_MS + 2 * DAY_MS, null)));

        Map<LocalDate, LiftGroups> weeks =
                Lift.of(archive, SHARE, Long.MIN_VALUE, START_MS + 9 * DAY_MS).weeks();

        assertThat(weeks).containsOnlyKeys(LocalDate.of(2026, 2, 23), LocalDate.of(2026, 3, 2));
        assertThat(weeks.get(LocalDate.of(2026, 2, 23)).others().cartShoppers()).isEqualTo(1);
        assertThat(weeks.get(LocalDate.of(2026, 3, 2)).control().shoppers()).isEqualTo(1);
    }

    @Test
    void aPlacementCountsTheCartsItLedToAmongAllShoppers() throws IOException {
        shop.log(
                "2026-03-01",
                List.of(
                        event(user(true, 0), EventType.ADD_TO_CART, START_MS, null),
                        at("home", user(false, 0), EventType.VIEW, START_MS + 1),
                        at("home", user(false, 0), EventType.ADD_TO_CART, START_MS + 2),
                        at("home", user(false, 0), EventType.ADD_TO_CART, START_MS + 3),
                        at("cart", user(false, 0), EventType.VIEW, START_MS + 4),
                        at("cart", user(false, 1), EventType.ADD_TO_CART, START_MS + 5)));

        Map<String, LiftGroups> placements =
                Lift.of(archive, SHARE, Long.MIN_VALUE, START_MS + DAY_MS).placements();

        assertThat(List.copyOf(placements.keySet())).containsExactly("home", "cart");
        assertThat(placements.get("home").others()).isEqualTo(new LiftGroups.Group(2, 1, 1, 2, 0, 0));
        assertThat(placements.get("home").control()).isEqualTo(new LiftGroups.Group(1, 0, 0, 0, 0, 0));
        assertThat(placements.get("cart").others()).isEqualTo(new LiftGroups.Group(2, 1, 1, 1, 0, 0));
    }

    @Test
    void aMassOfPlacementsIsNotCountedInFull() throws IOException {
        shop.log(
                "2026-03-01",
                IntStream.range(0, 3000)
                        .mapToObj(i -> at("p" + i, user(false, 0), EventType.ADD_TO_CART, START_MS + i))
                        .toList());

        Lift lift = Lift.of(archive, SHARE, Long.MIN_VALUE, START_MS + DAY_MS);

        assertThat(lift.placements()).hasSize(20);
        assertThat(lift.all().others().addToCarts()).isEqualTo(3000);
    }

    @Test
    void anEventOfLongAgoCostsOneListingMore() throws IOException {
        shop.log("1995-01-01", List.of(event(user(false, 0), EventType.VIEW, 788_918_400_000L, null)));
        shop.log("2026-03-01", List.of(event(user(false, 1), EventType.VIEW, START_MS, null)));
        List<String> listed = new ArrayList<>();
        ObjectStore counting = HookedStore.before(archive, call -> {
            if (call.name().equals("list")) {
                listed.add(call.key());
            }
        });

        Lift lift = Lift.of(counting, SHARE, Long.MIN_VALUE, START_MS + DAY_MS);

        assertThat(lift.all().others().shoppers()).isEqualTo(2);
        assertThat(listed)
                .containsExactlyInAnyOrder("tombstones/", "events/", "events/dt=1995-01-01/", "events/dt=2026-03-01/");
    }

    @Test
    void theNightCountsFromItsFirstDayOnAndKeepsEveryDaysLook() throws IOException {
        shop.log("2026-02-28", List.of(event(user(true, 0), EventType.ADD_TO_CART, START_MS - DAY_MS, null)));
        shop.log(
                "2026-03-01",
                List.of(
                        event(user(true, 1), EventType.ADD_TO_CART, START_MS - 1000, null),
                        event(user(false, 0), EventType.ADD_TO_CART, START_MS - 999, null)));
        assertThat(night(SHARE)).containsEntry("state", "counted");
        shop.log("2026-03-02", List.of(event(user(false, 1), EventType.VIEW, START_MS + DAY_MS - 1000, null)));
        shop.pass(Duration.ofDays(1));
        night(SHARE);
        night(SHARE);

        LiftRecord record = LiftRecord.in(archive).orElseThrow();

        assertThat(record.sinceMs()).isEqualTo(START_MS - 10 * 3_600_000L);
        assertThat(record.looks()).hasSize(2);
        assertThat(record.looks().get(0).all().control().shoppers()).isEqualTo(1);
        assertThat(record.looks().get(1).all().others()).isEqualTo(new LiftGroups.Group(2, 1, 1, 1, 0, 0));
        assertThat(record.looks().get(1).all().estimate()).isEqualTo(-0.5);
        assertThat(record.weeks()).containsOnlyKeys(LocalDate.of(2026, 2, 23), LocalDate.of(2026, 3, 2));
        assertThat(measured)
                .hasSize(3)
                .allSatisfy(measures ->
                        assertThat(measures).extracting(Measure::metric).startsWith(Metric.LIFT));
        assertThat(measured.get(2).get(0).value()).isEqualTo(-50);
    }

    @Test
    void aControlGroupOfAnotherShareBeginsAnewAndNoneIsNotCounted() throws IOException {
        night(SHARE);
        shop.pass(Duration.ofDays(1));
        night(0.1);

        LiftRecord record = LiftRecord.in(archive).orElseThrow();

        assertThat(record.controlShare()).isEqualTo(0.1);
        assertThat(record.looks()).hasSize(1);
        assertThat(record.sinceMs()).isEqualTo(START_MS + 14 * 3_600_000L);
        assertThat(night(0)).containsOnly(Map.entry("state", "off"));
        assertThat(LiftRecord.in(archive)).contains(record);
    }

    @Test
    void aRecordThatIsDamagedIsNamedAndNotWrittenOver() throws IOException {
        shop.put(LiftRecord.KEY, "{\"control_share\":0.05}");

        assertThatThrownBy(() -> night(SHARE))
                .hasMessageEndingWith(
                        "/lift.json: field 'since' is missing, expected a time such as 2015-09-18T02:59:47Z");
        assertThat(measured).isEmpty();
    }

    @Test
    void whenTheNewestDaysAreManyEventsNoEarlierOnesAreRead() throws IOException {
        for (int day = 1; day <= 3; day++) {
            long atMs = START_MS + (day - 1) * DAY_MS;
            shop.log(
                    "2026-03-0" + day,
                    List.of(
                            event(user(false, 2 * day), EventType.VIEW, atMs, null),
                            event(user(false, 2 * day + 1), EventType.VIEW, atMs, null)));
        }

        Lift.Counted counted = Lift.of(archive, SHARE, Long.MIN_VALUE, START_MS + 5 * DAY_MS, 3);

        assertThat(counted.lift().all().others().shoppers()).isEqualTo(4);
        assertThat(counted.fromMs()).isEqualTo(START_MS + 14 * 3_600_000L);
    }

    private Map<String, Object> night(double share) throws IOException {
        Environment variables = new Environment(Map.of("NEXTCART_CONTROL_SHARE", Double.toString(share)));
        RequestLog metrics = new RequestLog() {
            @Override
            public void answered(String id, String route, int status, long nanos, List<Measure> measures) {}

            @Override
            public void measured(List<Measure> measures) {
                measured.add(measures);
            }
        };
        return TrialShop.ask(
                new RolloutService(archive, archive, TrialSettings.of(variables), shop.clock(), metrics),
                Map.of("action", "lift"));
    }

    private static Event at(String placement, String user, EventType type, long atMs) {
        return new Event(null, new UserId(user), type, new ItemId("i"), atMs, null, null, null, placement);
    }

    @Test
    void anEmptyArchiveProvesNothing() throws IOException {
        Lift lift = Lift.of(archive, SHARE, Long.MIN_VALUE, START_MS);

        assertThat(lift.all().control().shoppers()).isZero();
        assertThat(lift.all().estimate()).isNull();
        assertThat(lift.all().isEnough()).isFalse();
        assertThat(lift.moreDays()).isEmpty();
    }

    @Test
    void whenADifferenceIsNotYetProvenTheDaysUntilItIsAreSaid() {
        LiftGroups few = groups(1000, 50, 19_000, 1140);
        assertThat(few.isEnough()).isFalse();
        long more = lift(few).moreDays().orElseThrow();

        assertThat(more).isBetween(10L, 200L);
        double factor = 1 + more / 10.0;
        assertThat(groups((long) (1000 * factor), (long) (50 * factor), (long) (19_000 * factor), (long)
                                (1140 * factor))
                        .isEnough())
                .isTrue();
        assertThat(lift(groups(1000, 50, 19_000, 950)).moreDays())
                .as("no difference")
                .isEmpty();
    }

    /** 100,000 shoppers, and a look after each thousand. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2})
    void theIntervalHoldsTheTrueLiftAtEveryLook(double lift) {
        assertThat(missed(lift, FEW_RUNS)).as("seed " + SEED).isLessThanOrEqualTo(FEW_RUNS / 20);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, -0.1, 1})
    void theIntervalHoldsTheTrueLiftAtEveryLookOfManyRuns(double lift) {
        assertThat(missed(lift, RUNS)).as("seed " + SEED).isLessThanOrEqualTo(RUNS / 20);
    }

    private static int missed(double lift, int runs) {
        int missed = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(SEED + run);
            long[] shoppers = new long[2];
            long[] withCart = new long[2];
            boolean held = true;
            for (int i = 1; i <= 100_000; i++) {
                int group = random.nextDouble() < SHARE ? 0 : 1;
                shoppers[group]++;
                withCart[group] += random.nextDouble() < 0.05 * (1 + group * lift) ? 1 : 0;
                if (i % 1000 == 0) {
                    LiftGroups groups = groups(shoppers[0], withCart[0], shoppers[1], withCart[1]);
                    held &= groups.lowest() <= lift && lift <= groups.highest();
                }
            }
            missed += held ? 0 : 1;
        }
        return missed;
    }

    private static LiftGroups groups(long control, long controlCarts, long others, long otherCarts) {
        return Lift.groups(
                SHARE,
                new LiftGroups.Group(control, controlCarts, 0, controlCarts, 0, 0),
                new LiftGroups.Group(others, otherCarts, 0, otherCarts, 0, 0));
    }

    private static Lift lift(LiftGroups groups) {
        return new Lift(SHARE, groups, Map.of(), Map.of(), 10, List.of(), 0);
    }

    private static String user(boolean control, int n) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "u" + i)
                .filter(user -> Assignment.control(SHARE).holds(user) == control)
                .skip(n)
                .findFirst()
                .orElseThrow();
    }

    private static Event event(String user, EventType type, long atMs, Double value) {
        String transaction = type == EventType.TRANSACTION ? "t" + atMs : null;
        return new Event(null, new UserId(user), type, new ItemId("i"), atMs, transaction, value, null);
    }
}
