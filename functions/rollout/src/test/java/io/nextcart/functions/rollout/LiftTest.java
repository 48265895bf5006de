package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
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

        assertThat(lift.all().control()).isEqualTo(new Lift.Group(1, 1, 1, 2, 0, 0));
        assertThat(lift.all().others()).isEqualTo(new Lift.Group(2, 0, 2, 0, 1, 12.5));
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

        Map<LocalDate, Lift.Groups> weeks =
                Lift.of(archive, SHARE, Long.MIN_VALUE, START_MS + 9 * DAY_MS).weeks();

        assertThat(weeks).containsOnlyKeys(LocalDate.of(2026, 2, 23), LocalDate.of(2026, 3, 2));
        assertThat(weeks.get(LocalDate.of(2026, 2, 23)).others().cartShoppers()).isEqualTo(1);
        assertThat(weeks.get(LocalDate.of(2026, 3, 2)).control().shoppers()).isEqualTo(1);
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
        Lift.Groups few = groups(1000, 50, 19_000, 1140);
        assertThat(few.isEnough()).isFalse();
        long more = new Lift(few, Map.of(), 10, List.of(), 0).moreDays().orElseThrow();

        assertThat(more).isBetween(10L, 200L);
        double factor = 1 + more / 10.0;
        assertThat(groups((long) (1000 * factor), (long) (50 * factor), (long) (19_000 * factor), (long)
                                (1140 * factor))
                        .isEnough())
                .isTrue();
        assertThat(new Lift(groups(1000, 50, 19_000, 950), Map.of(), 10, List.of(), 0).moreDays())
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
                    Lift.Groups groups = groups(shoppers[0], withCart[0], shoppers[1], withCart[1]);
                    held &= groups.lowest() <= lift && lift <= groups.highest();
                }
            }
            missed += held ? 0 : 1;
        }
        return missed;
    }

    private static Lift.Groups groups(long control, long controlCarts, long others, long otherCarts) {
        return new Lift.Groups(
                SHARE,
                new Lift.Group(control, controlCarts, 0, controlCarts, 0, 0),
                new Lift.Group(others, otherCarts, 0, otherCarts, 0, 0));
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
