package io.nextcart.training.table;

import io.nextcart.data.log.LogSummary;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import java.util.Arrays;
import java.util.Map;

/**
 * Where a log ends, however wrong the clocks of a few of its events are. Demand of late is counted back from the end, so one event
 * that is dated a year late would make all others count as nothing.
 *
 * <p>A day is usual when it has a tenth of the shoppers of a typical day, and two at least where a typical day has two; on days as
 * busy as a typical one, or busier, half of all visits were made (a visit is a shopper on a day), so that many days of one wrong
 * clock each do not move it. From the last usual day on, days belong to the log as long as no more than a week without any event
 * lies between two: a quiet last day or month does. What comes after a longer pause is late: when it is 1 % of the visits at most it
 * is left out; when it is more it stays. A pause with usual days after it is none of this. Demand of late is counted back from a
 * week after the last usual day at the latest.
 *
 * @param endMs events at or after this time are left out; {@link Long#MAX_VALUE} when none are
 * @param demandMs the latest time from which demand is counted back
 * @param late what is left out
 */
record LogEnd(long endMs, long demandMs, LogSummary.Late late) {
    private static final long DAY_MS = 86_400_000;
    private static final int LONGEST_PAUSE_DAYS = 7;
    private static final double USUAL_SHARE = 0.10;
    private static final double MOST_LATE_SHARE = 0.01;

    /** Finds the end of the log in {@code once}, and cuts what is late. */
    static LogEnd cut(SqlEngine sql) {
        Columns days = sql.read("once_days", Map.of());
        LogEnd end = of(days.ints("day"), days.longs("events"), days.longs("shoppers"));
        if (end.late.events() > 0) {
            sql.run("cut", Map.of("end_ms", end.endMs));
        }
        return end;
    }

    /**
     * Finds the end.
     *
     * @param day days with events since 1970, ascending
     * @param events of each
     * @param shoppers of each
     */
    static LogEnd of(int[] day, long[] events, long[] shoppers) {
        long typical = typical(shoppers);
        long least = Math.max(Math.min(2, typical), (long) Math.ceil(USUAL_SHARE * typical));
        int usual = day.length - 1;
        while (shoppers[usual] < least) {
            usual--;
        }
        int last = usual;
        while (last + 1 < day.length && day[last + 1] - day[last] <= LONGEST_PAUSE_DAYS + 1) {
            last++;
        }
        long demandMs = (day[usual] + 1L + LONGEST_PAUSE_DAYS) * DAY_MS;
        long visits = Arrays.stream(shoppers).sum();
        long late = Arrays.stream(shoppers, last + 1, day.length).sum();
        if (late == 0 || late > MOST_LATE_SHARE * visits) {
            return new LogEnd(Long.MAX_VALUE, demandMs, LogSummary.Late.NONE);
        }
        return new LogEnd(
                (day[last] + 1L) * DAY_MS,
                demandMs,
                new LogSummary.Late(
                        Arrays.stream(events, last + 1, day.length).sum(), day[last] * DAY_MS, day[last + 1] * DAY_MS));
    }

    /** Half of the visits were made on days with so many shoppers or more. */
    private static long typical(long[] shoppers) {
        long[] sorted = shoppers.clone();
        Arrays.sort(sorted);
        long left = Arrays.stream(sorted).sum() / 2;
        int at = 0;
        while (left >= sorted[at]) {
            left -= sorted[at++];
        }
        return sorted[at];
    }
}
