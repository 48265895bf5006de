package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Counts a trial from the events of the log of record, in any order, duplicates included. A shopper belongs to the variant that
 * the hash assigns, whatever was shown (intention to treat), and counts from the first event in the trial on, recommended or not.
 * Not thread-safe.
 */
final class TrialCount {
    private static final int HASH_FROM = 2;
    private static final int HASH_DIGITS = 16;
    private static final int RADIX = 16;

    private final Assignment assignment;
    private final String championId;
    private final String challengerId;
    private final long startedMs;
    private final long nowMs;
    private final Set<String> forgotten;
    private final ShopperTable shoppers = new ShopperTable();
    private final LongSet counted = new LongSet();
    private final Attributed champion = new Attributed();
    private final Attributed challenger = new Attributed();

    private static final class Attributed {
        private long clicks;
        private long addToCarts;
        private long addToCartsWithoutId;
        private long purchases;
        private double revenue;
        private long mismatched;

        void write(DataOutput out) throws IOException {
            out.writeLong(clicks);
            out.writeLong(addToCarts);
            out.writeLong(addToCartsWithoutId);
            out.writeLong(purchases);
            out.writeDouble(revenue);
            out.writeLong(mismatched);
        }

        void read(DataInput in) throws IOException {
            clicks = in.readLong();
            addToCarts = in.readLong();
            addToCartsWithoutId = in.readLong();
            purchases = in.readLong();
            revenue = in.readDouble();
            mismatched = in.readLong();
        }
    }

    /**
     * @param champion the version in service
     * @param startedMs events before are none of the trial, nor are events after {@code nowMs}
     * @param forgotten users who are left out
     */
    TrialCount(Assignment assignment, String champion, long startedMs, long nowMs, Set<String> forgotten) {
        this.assignment = requireNonNull(assignment, "assignment is null");
        this.championId = asCarried(Variant.CHAMPION, champion);
        this.challengerId = asCarried(Variant.CHALLENGER, assignment.challenger());
        this.startedMs = startedMs;
        this.nowMs = nowMs;
        this.forgotten = Set.copyOf(forgotten);
    }

    /** An event of the log; false when it is one of a later look. */
    boolean accept(Event event) {
        String user = event.userId().value();
        if (event.timestampMs() > nowMs) {
            return false;
        }
        if (event.timestampMs() < startedMs || forgotten.contains(user)) {
            return true;
        }
        Assignment.Place place = assignment.place(user);
        String text = event.recommendationId();
        Optional<RecommendationId> id = text == null ? Optional.empty() : RecommendationId.parse(text);
        boolean isCart = false;
        Attributed arm = place.variant() == Variant.CHALLENGER ? challenger : champion;
        if (id.isPresent()) {
            boolean isNew = counted.add(fingerprint(place, event));
            switch (event.type()) {
                case VIEW -> arm.clicks += isNew ? 1 : 0;
                case ADD_TO_CART -> {
                    arm.addToCarts += isNew ? 1 : 0;
                    isCart = true;
                }
                case TRANSACTION -> {
                    Double value = event.value();
                    arm.purchases += isNew ? 1 : 0;
                    arm.revenue += isNew && value != null ? value : 0;
                }
            }
            String expected = place.variant() == Variant.CHALLENGER ? challengerId : championId;
            arm.mismatched += isNew && !id.get().model().equals(expected) ? 1 : 0;
        } else if (event.type() == EventType.ADD_TO_CART && counted.add(fingerprint(place, event))) {
            arm.addToCartsWithoutId++;
        }
        shoppers.add(place.high(), place.low(), event.timestampMs(), isCart);
        return true;
    }

    /** Writes what was counted. */
    void write(DataOutput out) throws IOException {
        champion.write(out);
        challenger.write(out);
        counted.write(out);
        shoppers.write(out);
    }

    /**
     * Goes on from what {@link #write} wrote; to be asked first.
     *
     * @return false when somebody was counted who is forgotten now: their events cannot be told from the others' any more
     */
    boolean goOnFrom(DataInput in) throws IOException {
        champion.read(in);
        challenger.read(in);
        counted.addAll(in);
        shoppers.addAll(in);
        return forgotten.stream().map(assignment::place).noneMatch(who -> shoppers.contains(who.high(), who.low()));
    }

    /** Both variants as of now. */
    record Counts(VariantCount champion, VariantCount challenger) {}

    /**
     * Counts.
     *
     * @param horizon how long after a shopper's first event an add-to-cart counts
     * @param settle how much later a horizon is taken to be over
     */
    Counts counts(Duration horizon, Duration settle) {
        long horizonMs = horizon.toMillis();
        long firstBeforeMs = nowMs - horizonMs - settle.toMillis();
        long[] all = new long[2];
        long[] completed = new long[2];
        long[] converted = new long[2];
        shoppers.forEach((high, firstMs, cartMs) -> {
            int arm = assignment.variant(high) == Variant.CHALLENGER ? 1 : 0;
            all[arm]++;
            if (firstMs <= firstBeforeMs) {
                completed[arm]++;
                converted[arm] += cartMs != ShopperTable.NEVER && cartMs - firstMs <= horizonMs ? 1 : 0;
            }
        });
        return new Counts(
                count(champion, all[0], completed[0], converted[0]),
                count(challenger, all[1], completed[1], converted[1]));
    }

    private static VariantCount count(Attributed arm, long all, long completed, long converted) {
        return new VariantCount(
                all,
                completed,
                converted,
                arm.clicks,
                arm.addToCarts,
                arm.addToCartsWithoutId,
                arm.purchases,
                arm.revenue,
                arm.mismatched);
    }

    /** A model's version as ids carry it: cut when it is long. */
    private static String asCarried(Variant variant, String version) {
        return RecommendationId.next(variant, version).model();
    }

    private static long fingerprint(Assignment.Place place, Event event) {
        String hash = EventKey.of(event).substring(HASH_FROM, HASH_FROM + HASH_DIGITS);
        return Long.parseUnsignedLong(hash, RADIX) ^ Long.rotateLeft(place.high(), 1);
    }
}
