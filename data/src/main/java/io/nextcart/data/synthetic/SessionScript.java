package io.nextcart.data.synthetic;

import java.util.SplittableRandom;

/**
 * How a visitor walks through the shop: back to an item seen before, on to one of the same line, to another of the same
 * category, or to something else liked. Of a few items that come to hand the visitor takes the one that suits best.
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

    /** Begins another session; what was seen before is still remembered. */
    int first(long timeMs) {
        // A visitor who returns often picks up where the last session ended.
        if (count > 0 && random.nextDouble() < 0.35) {
            return remember(recent());
        }
        return remember(pick(taste.favourite(random), timeMs));
    }

    /** The item viewed next. */
    int next(long timeMs) {
        int current = seen[(count - 1) % REMEMBERED];
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

    /** Whether an item was seen, and is remembered. */
    boolean remembers(int item) {
        for (int i = 0; i < Math.min(count, REMEMBERED); i++) {
            if (seen[i] == item) {
                return true;
            }
        }
        return false;
    }

    /** The item seen last. */
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

    private int ofLine(int item, long timeMs) {
        int start = world.lineStart(item);
        int size = world.lineEnd(item) - start;
        int best = item;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < IN_HAND; i++) {
            int other = start + random.nextInt(size);
            double score = appeal(other, timeMs);
            if (other != item && score > bestScore) {
                best = other;
                bestScore = score;
            }
        }
        return best;
    }

    private int pick(int category, long timeMs) {
        int best = -1;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < IN_HAND; i++) {
            int item = world.popularIn(random, category);
            double score = appeal(item, timeMs);
            if (score > bestScore) {
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
