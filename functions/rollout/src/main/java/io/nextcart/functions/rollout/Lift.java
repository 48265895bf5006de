package io.nextcart.functions.rollout;

import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.LiftGroups;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What recommendations bring: the control group, who get popular items, beside all other shoppers. A shopper belongs to
 * the group that the hash assigns, whatever was shown (intention to treat), from the first event on.
 *
 * @param share of the shoppers in the control group, between 0 and 1
 * @param all the whole period
 * @param weeks from Monday to Sunday in UTC, by the first event of each shopper, oldest first
 * @param placements the shoppers of {@code all}, counted by events that name the placement: shoppers with an
 *     add-to-cart, views, add-to-carts, purchases and revenue. Most add-to-carts first
 * @param days from the first event to the last, at least 1
 * @param unreadable objects of the archive that are not counted
 * @param badRows rows of the others that are not events
 */
public record Lift(
        double share,
        LiftGroups all,
        Map<LocalDate, LiftGroups> weeks,
        Map<String, LiftGroups> placements,
        double days,
        List<String> unreadable,
        long badRows) {
    private static final double ALPHA = 0.05;
    /** Longest forecast, as a multiple of the time so far. */
    private static final double LONGEST = 1000;

    private static final double EXACT = 1.01;
    private static final long DAY_MS = 86_400_000;

    public Lift {
        weeks = new TreeMap<>(weeks);
        placements = new LinkedHashMap<>(placements);
        unreadable = List.copyOf(unreadable);
    }

    /** Two groups with the interval of the lift. */
    static LiftGroups groups(double share, LiftGroups.Group control, LiftGroups.Group others) {
        return groups(share, control, others, 1);
    }

    private static LiftGroups groups(double share, LiftGroups.Group control, LiftGroups.Group others, double factor) {
        SequentialTest.Interval interval =
                new SequentialTest(1 - share, ALPHA).interval(arm(control, factor), arm(others, factor));
        return new LiftGroups(control, others, interval.lowest(), interval.highest());
    }

    private static SequentialTest.Arm arm(LiftGroups.Group group, double factor) {
        return new SequentialTest.Arm(Math.round(group.shoppers() * factor), Math.round(group.cartShoppers() * factor));
    }

    /**
     * The number of days until a difference as large as the present one becomes significant at this rate; empty when
     * that is too far off.
     */
    public OptionalLong moreDays() {
        if (!isEnough(LONGEST)) {
            return OptionalLong.empty();
        }
        double few = 1;
        double enough = all.isEnough() ? 1 : LONGEST;
        while (enough > few * EXACT) {
            double middle = Math.sqrt(few * enough);
            if (isEnough(middle)) {
                enough = middle;
            } else {
                few = middle;
            }
        }
        return OptionalLong.of((long) Math.ceil((enough - 1) * days));
    }

    private boolean isEnough(double factor) {
        return groups(share, all.control(), all.others(), factor).isEnough();
    }

    /** In the form of docs/lift.md. */
    public JsonFields toJson() {
        OptionalLong more = moreDays();
        JsonFields fields = all.putInto(new JsonFields().put("control_share", share))
                .put("enough", all.isEnough())
                .put("more_days", more.isPresent() ? more.getAsLong() : null);
        return LiftGroups.putParts(fields, weeks, placements)
                .put("unreadable", unreadable)
                .put("bad_rows", badRows);
    }

    /**
     * Counts the events of an archive.
     *
     * @param controlShare share of the users in the control group, between 0 and 1, as in {@code recommend}
     * @param sinceMs earlier events do not count, nor do those after {@code nowMs}
     */
    public static Lift of(ObjectStore archive, double controlShare, long sinceMs, long nowMs) throws IOException {
        return of(archive, controlShare, sinceMs, nowMs, Long.MAX_VALUE).lift();
    }

    /**
     * A count and its period.
     *
     * @param fromMs earlier events did not count
     */
    record Counted(Lift lift, long fromMs) {}

    /**
     * Counts the newest days.
     *
     * @param most no earlier day is read after this many events
     */
    static Counted of(ObjectStore archive, double controlShare, long sinceMs, long nowMs, long most)
            throws IOException {
        TrialLog log = new TrialLog(archive);
        TrialLog.Deleted deleted = log.deletedSince(Long.MIN_VALUE);
        LiftCount count = new LiftCount(controlShare, sinceMs, nowMs, deleted.users());
        List<String> unreadable = new ArrayList<>(deleted.unreadable());
        NavigableSet<LocalDate> days = log.days().headSet(TrialLog.day(nowMs), true);
        long fromMs = sinceMs;
        for (LocalDate day : days.descendingSet()) {
            long startMs = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            if (startMs + DAY_MS <= sinceMs) {
                break;
            }
            if (count.events() >= most) {
                fromMs = startMs + DAY_MS;
                break;
            }
            unreadable.addAll(log.events(List.of(day), count).unreadable());
        }
        return new Counted(count.lift(unreadable), fromMs);
    }
}
