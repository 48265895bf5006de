package io.nextcart.data.synthetic;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * How a visitor walks through the shop: back to an item seen before, on to one of the same line, to another of the same
 * category, or to something else they like. The visitor takes the best of a few candidates.
 */
final class SessionScript {
    private static final int REMEMBERED = 64;
    private static final double REPEAT = 0.22;
    private static final double SAME_LINE = 0.40;
    private static final double SAME_CATEGORY = 0.26;
    private static final int IN_HAND = 3;

    private final ShopWorld world;
    private final Taste taste;
    private final SplittableRandom random;
    private final int[] seen = new int[REMEMBERED];
    private int count;

    SessionScript(ShopWorld world, Taste taste, SplittableRandom random) {
        this.world = world;
        this.taste = taste;
        this.random = random;
    }

    /** Starts another session; items seen earlier are still remembered. */
    int first(long timeMs) {
        // A returning visitor often resumes where the last session ended.
        if (count > 0 && random.nextDouble() < 0.35) {
            return remember(recent());
        }
        return remember(pick(taste.favourite(random), timeMs));
    }

    int next(long timeMs) {
        int current = current();
        double draw = random.nextDouble();
        if (draw < REPEAT && count > 1) {
            return remember(recent());
        }
        if (draw < REPEAT + SAME_LINE) {
            return remember(ofLine(current, timeMs));
        }
        int category = draw < REPEAT + SAME_LINE + SAME_CATEGORY ? world.category(current) : taste.favourite(random);
        return remember(pick(category, timeMs));
    }

    /** Whether an item was seen and is still remembered. */
    boolean remembers(int item) {
        return Arrays.stream(seen, 0, Math.min(count, REMEMBERED)).anyMatch(one -> one == item);
    }

    int current() {
        return seen[(count - 1) % REMEMBERED];
    }

    private int remember(int item) {
        seen[count++ % REMEMBERED] = item;
        return item;
    }

    private int recent() {
        int back = Math.min(Mix.geometric(random, 2.5, REMEMBERED), Math.min(count, REMEMBERED));
        return seen[(count - back) % REMEMBERED];
    }

    /** Another item of the line; the same one when no other is drawn. */
    private int ofLine(int item, long timeMs) {
        int start = world.lineStart(item);
        int size = world.lineEnd(item) - start;
        return best(item, timeMs, () -> start + random.nextInt(size));
    }

    private int pick(int category, long timeMs) {
        return best(-1, timeMs, () -> world.popularIn(random, category));
    }

    /** The best of a few drawn items; {@code current} when no other is drawn. */
    private int best(int current, long timeMs, IntSupplier hand) {
        int best = current;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < IN_HAND; i++) {
            int item = hand.getAsInt();
            double score = appeal(item, timeMs);
            if (item != current && score > bestScore) {
                best = item;
                bestScore = score;
            }
        }
        return best;
    }

    private double appeal(int item, long timeMs) {
        return 2 * world.affinity(taste.vector(), item) + Math.log(world.trend(item, timeMs)) + random.nextDouble();
    }
}
