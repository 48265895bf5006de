package io.nextcart.functions.rollout;

import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.JsonFields;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What recommendations bring: the shoppers of the control group, who are shown what is popular, beside all others. A shopper belongs
 * to the group that the hash assigns, whatever was shown (intention to treat), from the first event on.
 *
 * @param all of the time
 * @param weeks from Monday to Sunday in UTC, by the first event of each shopper, oldest first
 * @param days from the first event to the last, at least 1
 * @param unreadable objects of the archive that are not counted
 * @param badRows rows of the others that are not events
 */
public record Lift(Groups all, Map<LocalDate, Groups> weeks, double days, List<String> unreadable, long badRows) {
    private static final double ALPHA = 0.05;
    /** More of the time so far than anybody waits for. */
    private static final double LONGEST = 1000;

    public Lift {
        weeks = new TreeMap<>(weeks);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * The shoppers of one group.
     *
     * @param cartShoppers those with an add-to-cart
     * @param revenue the sum of the values of transactions
     */
    public record Group(long shoppers, long cartShoppers, long views, long addToCarts, long purchases, double revenue) {
        /** The share of shoppers with an add-to-cart; 0 when there is nobody. */
        public double cartRate() {
            return shoppers == 0 ? 0 : cartShoppers / (double) shoppers;
        }

        private SequentialTest.Arm times(double factor) {
            return new SequentialTest.Arm(Math.round(shoppers * factor), Math.round(cartShoppers * factor));
        }

        JsonFields toJson() {
            return new JsonFields()
                    .put("shoppers", shoppers)
                    .put("cart_shoppers", cartShoppers)
                    .put("cart_rate", cartRate())
                    .put("views", views)
                    .put("add_to_carts", addToCarts)
                    .put("purchases", purchases)
                    .put("revenue", revenue);
        }
    }

    /**
     * Both groups.
     *
     * @param share of the shoppers who are in the control group, between 0 and 1
     * @param others who are answered by the champion, or by the challenger of a trial
     */
    public record Groups(double share, Group control, Group others) {
        /** How much larger the others' {@link Group#cartRate} is, as a share of the control group's; empty when that is 0. */
        public @Nullable Double estimate() {
            return control.cartShoppers() == 0 ? null : others.cartRate() / control.cartRate() - 1;
        }

        private SequentialTest.Interval interval(double factor) {
            return new SequentialTest(1 - share, ALPHA).interval(control.times(factor), others.times(factor));
        }

        /** Holds the true lift with 95 %, at all looks at once. */
        public double lowest() {
            return interval(1).lowest();
        }

        /** The upper end; infinite when nothing is known. */
        public double highest() {
            return interval(1).highest();
        }

        /** Whether a difference is proven. */
        public boolean isEnough() {
            return isEnough(1);
        }

        private boolean isEnough(double factor) {
            SequentialTest.Interval interval = interval(factor);
            return interval.lowest() > 0 || interval.highest() < 0;
        }

        /** How many times the shoppers so far would prove a difference as large as the one seen; infinite when none is in sight. */
        private double needed() {
            double factor = 1;
            while (factor < LONGEST && !isEnough(factor)) {
                factor *= 1.05;
            }
            return factor < LONGEST ? factor : Double.POSITIVE_INFINITY;
        }

        private JsonFields liftJson() {
            SequentialTest.Interval interval = interval(1);
            return new JsonFields()
                    .put(
                            "cart_rate",
                            new JsonFields()
                                    .put("estimate", estimate())
                                    .put("low", interval.lowest())
                                    .put("high", Double.isFinite(interval.highest()) ? interval.highest() : null));
        }
    }

    /** At this rate, after how many more days a difference as large as the one seen is proven; empty when none is in sight. */
    public OptionalLong moreDays() {
        double needed = all.needed();
        return Double.isFinite(needed) ? OptionalLong.of((long) Math.ceil((needed - 1) * days)) : OptionalLong.empty();
    }

    /** As docs/lift.md describes. */
    public JsonFields toJson() {
        OptionalLong more = moreDays();
        return new JsonFields()
                .put("control_share", all.share())
                .put("control", all.control().toJson())
                .put("champion", all.others().toJson())
                .put("lift", all.liftJson())
                .put("enough", all.isEnough())
                .put("more_days", more.isPresent() ? more.getAsLong() : null)
                .putAll(
                        "weeks",
                        List.copyOf(weeks.entrySet()),
                        week -> new JsonFields()
                                .put("from", week.getKey().toString())
                                .put("control", week.getValue().control().toJson())
                                .put("champion", week.getValue().others().toJson())
                                .put("lift", week.getValue().liftJson()))
                .put("unreadable", unreadable)
                .put("bad_rows", badRows);
    }

    /**
     * Counts the events of an archive.
     *
     * @param controlShare of the users who are in the control group, between 0 and 1, as {@code recommend} has it
     * @param sinceMs events before do not count, nor do those after {@code nowMs}
     */
    public static Lift of(ObjectStore archive, double controlShare, long sinceMs, long nowMs) throws IOException {
        TrialLog log = new TrialLog(archive);
        TrialLog.Deleted deleted = log.deletedSince(Long.MIN_VALUE);
        LiftCount count = new LiftCount(controlShare, sinceMs, nowMs, deleted.users());
        List<String> unreadable = new ArrayList<>(deleted.unreadable());
        List<LocalDate> days = log.days();
        if (!days.isEmpty()) {
            long fromMs = Math.max(sinceMs, startMs(days.get(0)));
            long toMs = Math.min(nowMs, startMs(days.get(1)));
            unreadable.addAll(log.events(fromMs, Math.max(fromMs, toMs), count).unreadable());
        }
        return count.lift(unreadable);
    }

    private static long startMs(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
