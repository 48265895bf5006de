package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.log.LogSummary.Late;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LogEndTest {
    private static final long DAY_MS = 86_400_000;

    private final TreeMap<Integer, Long> shoppers = new TreeMap<>();

    private void days(int from, int to, long each) {
        for (int day = from; day < to; day++) {
            shoppers.merge(day, each, Long::sum);
        }
    }

    private LogEnd end() {
        int[] day = shoppers.keySet().stream().mapToInt(Integer::intValue).toArray();
        long[] visits = shoppers.values().stream().mapToLong(Long::longValue).toArray();
        return LogEnd.of(day, Arrays.stream(visits).map(many -> 3 * many).toArray(), visits);
    }

    private void isWhole(int lastUsualDay) {
        assertThat(end()).isEqualTo(new LogEnd(Long.MAX_VALUE, (lastUsualDay + 8) * DAY_MS, Late.NONE));
    }

    @Test
    void whatComesLongAfterTheLastUsualDayIsLate() {
        days(0, 40, 90);
        days(100, 101, 1);
        days(405, 406, 2);
        assertThat(end()).isEqualTo(new LogEnd(40 * DAY_MS, 47 * DAY_MS, new Late(9, 39 * DAY_MS, 100 * DAY_MS)));
    }

    @Test
    void manyDaysOfOneWrongClockEachDoNotMakeThemUsual() {
        days(0, 40, 900);
        for (int day = 60; day < 1_060; day += 10) {
            days(day, day + 1, 1);
        }
        assertThat(end().late().events()).isEqualTo(300);
    }

    @Test
    void aGapBeforeUsualDaysIsKept() {
        days(0, 20, 90);
        days(80, 83, 40);
        isWhole(82);
    }

    @Test
    void aQuietLastDayAndAQuietLastMonthAreKept() {
        days(0, 40, 90);
        days(40, 41, 1);
        isWhole(39);
        days(41, 70, 1);
        isWhole(39);
    }

    @Test
    void aWeekWithoutEventsIsNoPause() {
        days(0, 40, 90);
        days(47, 48, 1);
        isWhole(39);
    }

    @Test
    void moreThanOnePercentOfTheVisitsAreNeverLate() {
        days(0, 10, 50);
        days(100, 102, 3);
        isWhole(9);
    }

    @Test
    void inAShopOfOneShopperADayEveryDayIsUsual() {
        days(0, 200, 1);
        days(300, 301, 1);
        isWhole(300);
    }
}
