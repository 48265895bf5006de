package io.nextcart.data.synthetic;

import java.util.SplittableRandom;

/** Random numbers that depend only on a seed and a position, so any part of the world can be computed alone. */
final class Mix {
    private Mix() {}

    /** A generator for one thing of a kind. */
    static SplittableRandom random(long seed, long kind, long number) {
        return new SplittableRandom(bits(seed, kind, number));
    }

    /** 64 well-mixed bits: the finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    static long bits(long seed, long kind, long number) {
        long z = seed * 0x9E3779B97F4A7C15L + kind * 0xD1342543DE82EF95L + number + 0x632BE59BD9B4E019L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in [0, 1). */
    static double unit(long seed, long kind, long number) {
        return (bits(seed, kind, number) >>> 11) * 0x1.0p-53;
    }

    /** Draws from a geometric distribution with mean {@code mean}, from 1 to {@code most}. */
    static int geometric(SplittableRandom random, double mean, int most) {
        double goOn = 1 - 1 / mean;
        int n = 1;
        while (n < most && random.nextDouble() < goOn) {
            n++;
        }
        return n;
    }

    static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
