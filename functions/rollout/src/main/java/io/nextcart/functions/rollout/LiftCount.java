package io.nextcart.functions.rollout;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.store.document.LiftGroups;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the events of an archive's shoppers, in any order; repeats count once. */
final class LiftCount implements TrialLog.Count {
    private static final double DAY_MS = Duration.ofDays(1).toMillis();

    /** Any page may name one, and a flood of names must not fill the memory. */
    private static final int MOST_PLACEMENTS = 1000;

    private static final int SHOWN_PLACEMENTS = 20;

    private final double share;
    private final Assignment control;
    private final long sinceMs;
    private final long nowMs;
    private final Set<String> deleted;
    private final Long2ObjectOpenHashMap<Shopper> shoppers = new Long2ObjectOpenHashMap<>();
    /** Keys of counted events: an archive holds repeats until it is compacted. */
    private final LongOpenHashSet counted = new LongOpenHashSet();

    private final Map<String, Long2ObjectOpenHashMap<Shopper>> placements = new HashMap<>();

    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private long badRows;

    /**
     * @param share of the users in the control group
     * @param sinceMs earlier events do not count, nor do those after {@code nowMs}
     * @param deleted users who are left out
     */
    LiftCount(double share, long sinceMs, long nowMs, Set<String> deleted) {
        this.share = share;
        this.control = Assignment.control(share);
        this.sinceMs = sinceMs;
        this.nowMs = nowMs;
        this.deleted = Set.copyOf(deleted);
    }

    /** The events of one shopper. */
    private static final class Shopper {
        private final boolean isControl;
        private long firstMs = Long.MAX_VALUE;
        private int views;
        private int addToCarts;
        private int purchases;
        private double revenue;

        Shopper(boolean isControl) {
            this.isControl = isControl;
        }

        void did(Event event) {
            firstMs = Math.min(firstMs, event.timestampMs());
            switch (event.type()) {
                case VIEW -> views++;
                case ADD_TO_CART -> addToCarts++;
                case TRANSACTION -> {
                    Double value = event.value();
                    purchases++;
                    revenue += value == null ? 0 : value;
                }
                case REMOVE_FROM_CART -> {} // both groups count every add-to-cart, even if taken back
            }
        }
    }

    @Override
    public boolean knows(String key) {
        return false;
    }

    @Override
    public void event(Event event) {
        String user = event.userId().value();
        long time = event.timestampMs();
        boolean counts = time >= sinceMs && time <= nowMs && !deleted.contains(user);
        if (!counts || !counted.add(ByteBuffer.wrap(EventKey.withShopper(event)).getLong())) {
            return;
        }
        firstMs = Math.min(firstMs, time);
        lastMs = Math.max(lastMs, time);
        Assignment.Place place = control.place(user);
        shopper(shoppers, place).did(event);
        String name = event.placement();
        if (name != null && (placements.containsKey(name) || placements.size() < MOST_PLACEMENTS)) {
            shopper(placements.computeIfAbsent(name, key -> new Long2ObjectOpenHashMap<>()), place)
                    .did(event);
        }
    }

    private static Shopper shopper(Long2ObjectOpenHashMap<Shopper> shoppers, Assignment.Place place) {
        return shoppers.computeIfAbsent(place.hash(), hash -> new Shopper(place.variant() == Variant.CHALLENGER));
    }

    /** Number of counted events. */
    long events() {
        return counted.size();
    }

    @Override
    public void end(String key, long bad) {
        badRows += bad;
    }

    /** The sums of one group. */
    private static final class Sums {
        private long shoppers;
        private long cartShoppers;
        private long views;
        private long addToCarts;
        private long purchases;
        private double revenue;

        void add(Shopper shopper) {
            shoppers++;
            cartShoppers += shopper.addToCarts > 0 ? 1 : 0;
            views += shopper.views;
            addToCarts += shopper.addToCarts;
            purchases += shopper.purchases;
            revenue += shopper.revenue;
        }

        /** The group's figures, when the whole group has {@code all} shoppers. */
        LiftGroups.Group of(long all) {
            return new LiftGroups.Group(all, cartShoppers, views, addToCarts, purchases, revenue);
        }
    }

    private static final class Pair {
        private final Sums control = new Sums();
        private final Sums others = new Sums();

        void add(Shopper shopper) {
            (shopper.isControl ? control : others).add(shopper);
        }

        /** The figures of both groups, when {@code all} holds all their shoppers. */
        LiftGroups of(Pair all, double share) {
            return Lift.groups(share, control.of(all.control.shoppers), others.of(all.others.shoppers));
        }

        long addToCarts() {
            return control.addToCarts + others.addToCarts;
        }
    }

    /** The result, with the objects that could not be read. */
    Lift lift(List<String> unreadable) {
        Pair all = new Pair();
        Map<LocalDate, Pair> weeks = new TreeMap<>();
        for (Shopper shopper : shoppers.values()) {
            all.add(shopper);
            weeks.computeIfAbsent(week(shopper.firstMs), week -> new Pair()).add(shopper);
        }
        Map<LocalDate, LiftGroups> byWeek = new TreeMap<>();
        weeks.forEach((week, pair) -> byWeek.put(week, pair.of(pair, share)));
        double days = shoppers.isEmpty() ? 1 : Math.max(1, (lastMs - firstMs) / DAY_MS);
        return new Lift(share, all.of(all, share), byWeek, placements(all), days, unreadable, badRows);
    }

    private Map<String, LiftGroups> placements(Pair all) {
        Map<String, Pair> pairs = new TreeMap<>();
        placements.forEach((name, visitors) -> {
            Pair pair = new Pair();
            visitors.values().forEach(pair::add);
            pairs.put(name, pair);
        });
        Map<String, LiftGroups> first = new LinkedHashMap<>();
        pairs.entrySet().stream()
                .sorted(Comparator.comparingLong(pair -> -pair.getValue().addToCarts()))
                .limit(SHOWN_PLACEMENTS)
                .forEach(pair -> first.put(pair.getKey(), pair.getValue().of(all, share)));
        return first;
    }

    private static LocalDate week(long timeMs) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timeMs), ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
