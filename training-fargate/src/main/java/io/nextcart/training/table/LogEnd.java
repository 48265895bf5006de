package io.nextcart.training.table;

import io.nextcart.data.log.LogSummary;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import java.util.Arrays;
import java.util.Map;

/**
 * The end of a log, robust against wrong clocks in a few of its events. Recent demand decays towards the end, so a
 * single event dated a year late would make all others worthless.
 *
 * <p>A typical day is one such that half of all visits (a visit is a shopper on a day) were on days at least as busy;
 * many days made by one wrong clock each do not move it. A day is usual when it has a tenth of the shoppers of a
 * typical day, and at least two if a typical day has two. After the last usual day, days belong to the log until a gap
 * of more than a week without any event, so a quiet last day or month stays. What follows such a gap is late: it is
 * left out if it is at most 1 % of the visits, else it stays. A gap with usual days after it does not matter. The
 * reference time of recent demand is at most a week after the last usual day.
 *
 * @param endMs events at or after this time are left out; {@link Long#MAX_VALUE} when none are
 * @param demandMs the latest reference time of recent demand
 * @param late the events left out
 */
record LogEnd(long endMs, long demandMs, LogSummary.Late late) {
    private static final long DAY_MS = 86_400_000;
    private static final int LONGEST_PAUSE_DAYS = 7;
    private static final double USUAL_SHARE = 0.10;
    private static final double MOST_LATE_SHARE = 0.01;

    /** Finds the end of the log in {@code once}, and deletes late events. */
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
     * @param events of each day
     * @param shoppers of each day
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

    /** Half of the visits were on days with at least this many shoppers. */
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
