package io.nextcart.functions.rollout;

import io.nextcart.store.document.TrialLook.Evidence;

/**
 * Whether the challenger's shoppers convert more or less often than the champion's: a sequential test that may be
 * evaluated at any time and any number of times, with variants of any relative size.
 *
 * <p>It is an e-process for two Bernoulli streams: Turner, Ly and Grünwald, Generic E-variables for exact sequential
 * k-sample tests that allow for optional stopping, 2021 (<a
 * href="https://arxiv.org/abs/2106.02693">arXiv:2106.02693</a>), with blocks of one shopper whose variant is drawn by
 * the known share s. For rates a of the champion and b of the challenger, and m = (1−s)a + sb, a shopper of the
 * challenger multiplies the evidence by b/m or (1−b)/(1−m), one of the champion by a/m or (1−a)/(1−m). If both true
 * rates are the same p, the factor's expectation is p·((1−s)a + sb)/m + (1−p)·(1−m)/(1−m) = 1, for any p; if b &gt; a
 * and the challenger is truly worse, it is below 1. The same holds for mixtures over many (a, b) with b &gt; a, which
 * are used here. By Ville's inequality such evidence ever reaches 1/α with probability α at most. There are two, for
 * better and for worse, each held to 2/α. The product depends on counts only, not on their order.
 */
final class SequentialTest {
    private static final double LOWEST_BASE = 0.002;
    private static final double HIGHEST_BASE = 0.9;
    private static final double BASE_STEP = 1.6;
    private static final double SMALLEST_LIFT = 1.03;
    private static final double LARGEST_LIFT = 4;
    private static final double LIFT_STEP = 1.07;
    private static final int BISECTIONS = 60;

    private final double share;
    private final double alpha;

    /**
     * @param share of shoppers who get the challenger, between 0 and 1
     * @param alpha the chance of ever calling two equal models different
     */
    SequentialTest(double share, double alpha) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share is " + share + ", expected a number between 0 and 1");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", expected a number between 0 and 1");
        }
        this.share = share;
        this.alpha = alpha;
    }

    /**
     * Shoppers of one variant whose horizon is over.
     *
     * @param shoppers at least {@code converted}
     * @param converted shoppers who converted at least once
     */
    record Arm(long shoppers, long converted) {
        Arm {
            if (converted < 0 || shoppers < converted) {
                throw new IllegalArgumentException(
                        converted + " of " + shoppers + " shoppers, expected 0 to all of them");
            }
        }

        /** 0 without shoppers. */
        double rate() {
            return shoppers == 0 ? 0 : converted / (double) shoppers;
        }
    }

    /** The result of the test. */
    enum Verdict {
        BETTER,
        WORSE,
        OPEN
    }

    /**
     * The result of a look.
     *
     * @param evidence with an interval that holds the true lift, at every look at once, with probability 1 − α, and
     *     agrees with the verdict: it lies above 0 for {@code BETTER}, below 0 for {@code WORSE}, and otherwise holds 0
     */
    record Result(Verdict verdict, Evidence evidence) {}

    /** Evaluates the test. */
    Result look(Arm champion, Arm challenger) {
        double better = Math.exp(evidence(champion, challenger, true));
        double worse = Math.exp(evidence(champion, challenger, false));
        double needed = 2 / alpha;
        Verdict verdict = better >= needed ? Verdict.BETTER : worse >= needed ? Verdict.WORSE : Verdict.OPEN;
        long all = champion.converted() + challenger.converted();
        double lift = challenger.shoppers() == 0 ? Double.NaN : challenger.rate() / champion.rate() - 1;
        // Interval and verdict spend half of α each, so that both may be used together without contradiction.
        double lowest = lift(end(challenger.converted(), all, false, alpha / 2));
        double highest = lift(end(challenger.converted(), all, true, alpha / 2));
        return new Result(
                verdict,
                new Evidence(
                        lift,
                        verdict == Verdict.BETTER ? Math.max(lowest, 0) : Math.min(lowest, 0),
                        verdict == Verdict.WORSE ? Math.min(highest, 0) : Math.max(highest, 0),
                        better,
                        worse));
    }

    /**
     * Holds the true lift, at every look at once, with probability 1 − α. It uses conversions alone, and so needs no
     * horizon: under a given lift, each conversion is the challenger's with the same chance, whenever it comes.
     *
     * @param lowest above −1; above 0 when the challenger is better
     * @param highest infinite when nothing is known
     */
    record Interval(double lowest, double highest) {}

    /** The interval of the lift without a verdict: it may spend all of α. */
    Interval interval(Arm champion, Arm challenger) {
        long all = champion.converted() + challenger.converted();
        return new Interval(
                lift(end(challenger.converted(), all, false, alpha)),
                lift(end(challenger.converted(), all, true, alpha)));
    }

    /** The logarithm of the mixture over lifts in one direction and base rates. */
    private double evidence(Arm champion, Arm challenger, boolean better) {
        LogSum sum = new LogSum();
        for (double lift = SMALLEST_LIFT; lift < LARGEST_LIFT; lift *= LIFT_STEP) {
            double ratio = better ? lift : 1 / lift;
            for (double base = LOWEST_BASE; base < HIGHEST_BASE; base *= BASE_STEP) {
                if (base * ratio < 1) {
                    sum.add(evidence(champion, challenger, base, base * ratio));
                }
            }
        }
        return sum.mean();
    }

    private double evidence(Arm champion, Arm challenger, double a, double b) {
        double mean = (1 - share) * a + share * b;
        return champion.converted() * Math.log(a / mean)
                + (champion.shoppers() - champion.converted()) * Math.log((1 - a) / (1 - mean))
                + challenger.converted() * Math.log(b / mean)
                + (challenger.shoppers() - challenger.converted()) * Math.log((1 - b) / (1 - mean));
    }

    /**
     * One end of the interval of the challenger's share of conversions: of the shares against which a mixture of others
     * has less evidence than 1/{@code level}. For equal rates the true share is {@code share}, whatever the rate.
     */
    private double end(long challengers, long all, boolean upper, double level) {
        LogSum mixture = new LogSum();
        for (double lift = SMALLEST_LIFT; lift < LARGEST_LIFT; lift *= LIFT_STEP) {
            mixture.add(likelihood(challengers, all, ofConversions(lift)));
            mixture.add(likelihood(challengers, all, ofConversions(1 / lift)));
        }
        double against = mixture.mean() + Math.log(level);
        double inside = all == 0 ? share : challengers / (double) all;
        double outside = upper ? 1 : 0;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (inside + outside) / 2;
            if (likelihood(challengers, all, middle) >= against) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }

    private double ofConversions(double ratio) {
        return share * ratio / (1 - share + share * ratio);
    }

    private double lift(double ofConversions) {
        return ofConversions * (1 - share) / ((1 - ofConversions) * share) - 1;
    }

    private static double likelihood(long hits, long all, double chance) {
        return (hits == 0 ? 0 : hits * Math.log(chance)) + (all == hits ? 0 : (all - hits) * Math.log1p(-chance));
    }

    /** The mean of numbers given by their logarithms. */
    private static final class LogSum {
        private double largest = Double.NEGATIVE_INFINITY;
        private double sum;
        private int count;

        void add(double log) {
            count++;
            if (log <= largest) {
                sum += Math.exp(log - largest);
            } else {
                sum = sum * Math.exp(largest - log) + 1;
                largest = log;
            }
        }

        double mean() {
            return largest + Math.log(sum / count);
        }
    }
}
