package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.store.document.TrialCounts;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongMaps;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts a trial from the events of the archive, in any order, duplicates included. A shopper belongs to the variant
 * that the hash assigns, whatever was shown (intention to treat), and counts from the first event in the trial on,
 * recommended or not. The control group is in no trial.
 *
 * <p>Counting an object twice, or a compaction of it, changes nothing: a shopper has an earliest time, an event one
 * place in a set. So only the objects that were read to their end are recorded. The next look rereads an object with
 * events after now. Not thread-safe.
 */
final class TrialCount implements TrialLog.Count {
    private static final int HASH_FROM = 2;
    private static final int HASH_DIGITS = 16;
    private static final int RADIX = 16;
    private static final long NEVER = Long.MAX_VALUE;

    private final Assignment assignment;
    private final Assignment control;
    private final long startedMs;
    private final long nowMs;
    private final Set<String> deleted;

    private final TreeMap<String, Long> badRows = new TreeMap<>();
    private final LongOpenHashSet counted = new LongOpenHashSet();
    private final Arm champion;
    private final Arm challenger;
    private boolean hasLater;
    private boolean isNew;

    /**
     * @param control the group that is left out
     * @param champion the version in service
     * @param startedMs earlier events are not of the trial, nor are events after {@code nowMs}
     * @param deleted users who are left out
     */
    TrialCount(
            Assignment assignment,
            Assignment control,
            String champion,
            long startedMs,
            long nowMs,
            Set<String> deleted) {
        this.assignment = requireNonNull(assignment, "assignment is null");
        this.control = requireNonNull(control, "control is null");
        this.champion = new Arm(champion);
        this.challenger = new Arm(assignment.challenger());
        this.startedMs = startedMs;
        this.nowMs = nowMs;
        this.deleted = Set.copyOf(deleted);
    }

    /** The shoppers of a variant, by hash, and their events. */
    private static final class Arm {
        private final String model;
        /** The earliest event of each shopper, and the earliest attributed add-to-cart. */
        private final Long2LongOpenHashMap firstMs = new Long2LongOpenHashMap();

        private final Long2LongOpenHashMap cartMs = new Long2LongOpenHashMap();
        private long clicks;
        private long addToCarts;
        private long addToCartsWithoutId;
        private long purchases;
        private double revenue;
        private long mismatched;

        Arm(String version) {
            model = RecommendationId.carried(version);
            cartMs.defaultReturnValue(NEVER);
        }

        void count(Event event, RecommendationId id) {
            switch (event.type()) {
                case VIEW -> clicks++;
                case ADD_TO_CART -> addToCarts++;
                case TRANSACTION -> {
                    Double value = event.value();
                    purchases++;
                    revenue += value == null ? 0 : value;
                }
                case REMOVE_FROM_CART -> {} // both variants count every add-to-cart, even if taken back
            }
            mismatched += id.model().equals(model) ? 0 : 1;
        }

        TrialCounts counts(long horizonMs, long firstBeforeMs) {
            long completed = 0;
            long converted = 0;
            for (Long2LongMap.Entry shopper : Long2LongMaps.fastIterable(firstMs)) {
                if (shopper.getLongValue() <= firstBeforeMs) {
                    long cart = cartMs.get(shopper.getLongKey());
                    completed++;
                    converted += cart != NEVER && cart - shopper.getLongValue() <= horizonMs ? 1 : 0;
                }
            }
            return new TrialCounts(
                    firstMs.size(),
                    completed,
                    converted,
                    clicks,
                    addToCarts,
                    addToCartsWithoutId,
                    purchases,
                    revenue,
                    mismatched);
        }

        void write(DataOutput out) throws IOException {
            out.writeLong(clicks);
            out.writeLong(addToCarts);
            out.writeLong(addToCartsWithoutId);
            out.writeLong(purchases);
            out.writeDouble(revenue);
            out.writeLong(mismatched);
            for (Long2LongOpenHashMap times : List.of(firstMs, cartMs)) {
                out.writeInt(times.size());
                for (Long2LongMap.Entry time : Long2LongMaps.fastIterable(times)) {
                    out.writeLong(time.getLongKey());
                    out.writeLong(time.getLongValue());
                }
            }
        }

        void read(DataInput in) throws IOException {
            clicks = in.readLong();
            addToCarts = in.readLong();
            addToCartsWithoutId = in.readLong();
            purchases = in.readLong();
            revenue = in.readDouble();
            mismatched = in.readLong();
            for (Long2LongOpenHashMap times : List.of(firstMs, cartMs)) {
                for (int left = in.readInt(); left > 0; left--) {
                    times.put(in.readLong(), in.readLong());
                }
            }
        }
    }

    private Arm arm(Assignment.Place place) {
        return place.variant() == Variant.CHALLENGER ? challenger : champion;
    }

    @Override
    public boolean knows(String key) {
        return badRows.containsKey(key);
    }

    @Override
    public void event(Event event) {
        String user = event.userId().value();
        if (event.timestampMs() > nowMs) {
            hasLater = true;
        } else if (event.timestampMs() >= startedMs && !deleted.contains(user) && !control.holds(user)) {
            count(event, assignment.place(user));
        }
    }

    @Override
    public void end(String key, long bad) {
        if (!hasLater) {
            badRows.put(key, bad);
        }
        hasLater = false;
        isNew = true;
    }

    private void count(Event event, Assignment.Place place) {
        Arm arm = arm(place);
        long time = event.timestampMs();
        arm.firstMs.mergeLong(place.hash(), time, Math::min);
        boolean isCart = event.type() == EventType.ADD_TO_CART;
        String text = event.recommendationId();
        RecommendationId id = text == null ? null : RecommendationId.parse(text).orElse(null);
        if (id == null) {
            arm.addToCartsWithoutId += isCart && counted.add(fingerprint(place, event)) ? 1 : 0;
            return;
        }
        if (isCart) {
            arm.cartMs.mergeLong(place.hash(), time, Math::min);
        }
        if (counted.add(fingerprint(place, event))) {
            arm.count(event, id);
        }
    }

    /** Drops objects that no longer exist; returns whether there is anything to store for the next look. */
    boolean keep(Set<String> existing) {
        return badRows.keySet().retainAll(existing) || isNew;
    }

    /** Rows of the objects that are not events. */
    long badRows() {
        return badRows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Writes the counts. */
    void write(DataOutput out) throws IOException {
        out.writeInt(badRows.size());
        for (Map.Entry<String, Long> object : badRows.entrySet()) {
            out.writeUTF(object.getKey());
            out.writeLong(object.getValue());
        }
        champion.write(out);
        challenger.write(out);
        out.writeInt(counted.size());
        for (long fingerprint : counted) {
            out.writeLong(fingerprint);
        }
    }

    /**
     * Resumes from the output of {@link #write}; to be called first.
     *
     * @return false when a counted user was deleted since: their events cannot be subtracted any more
     */
    boolean goOnFrom(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            badRows.put(in.readUTF(), in.readLong());
        }
        champion.read(in);
        challenger.read(in);
        for (int left = in.readInt(); left > 0; left--) {
            counted.add(in.readLong());
        }
        return deleted.stream()
                .map(assignment::place)
                .noneMatch(place -> arm(place).firstMs.containsKey(place.hash()));
    }

    /** Both variants as of now. */
    record Counts(TrialCounts champion, TrialCounts challenger) {}

    /**
     * Counts.
     *
     * @param horizon how long after a shopper's first event an add-to-cart counts
     * @param settle extra time before a horizon counts as over
     */
    Counts counts(Duration horizon, Duration settle) {
        long horizonMs = horizon.toMillis();
        long firstBeforeMs = nowMs - horizonMs - settle.toMillis();
        return new Counts(champion.counts(horizonMs, firstBeforeMs), challenger.counts(horizonMs, firstBeforeMs));
    }

    private static long fingerprint(Assignment.Place place, Event event) {
        String hash = EventKey.of(event).substring(HASH_FROM, HASH_FROM + HASH_DIGITS);
        return Long.parseUnsignedLong(hash, RADIX) ^ Long.rotateLeft(place.hash(), 1);
    }
}
