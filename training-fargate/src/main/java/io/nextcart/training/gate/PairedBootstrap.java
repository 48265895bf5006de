package io.nextcart.training.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How sure a difference between two models is that were judged on the same cases: the paired bootstrap (Koehn, Statistical
 * Significance Tests for Machine Translation Evaluation, EMNLP 2004) with percentile intervals (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 13). What is drawn again are shoppers with all their cases, since cases of one
 * shopper are alike: drawn one by one they would look like more evidence than they are. The same seed draws the same shoppers,
 * for all differences at once.
 */
public final class PairedBootstrap {
    private static final double TAIL = 0.05;

    private final int[] groups;
    private final int[] sizes;
    private final int resamples;
    private final long seed;

    /**
     * @param shoppers the shopper of each case, any numbers; at least one case
     * @param resamples how often to draw, at least 100
     */
    public PairedBootstrap(int[] shoppers, int resamples, long seed) {
        if (shoppers.length == 0 || resamples < 100) {
            throw new IllegalArgumentException("bootstrap of " + shoppers.length + " cases with " + resamples
                    + " resamples, expected at least 1 case and 100 resamples");
        }
        int[] distinct = Arrays.stream(shoppers).distinct().sorted().toArray();
        this.groups = Arrays.stream(shoppers)
                .map(shopper -> Arrays.binarySearch(distinct, shopper))
                .toArray();
        this.sizes = new int[distinct.length];
        for (int group : groups) {
            sizes[group]++;
        }
        this.resamples = resamples;
        this.seed = seed;
    }

    /** Number of distinct shoppers. */
    public int shoppers() {
        return sizes.length;
    }

    /**
     * Resamples differences.
     *
     * @param differences one array for each pair of models and measure: first model less second, a case each, in the order of
     *     the shoppers
     * @return one for each array
     */
    public List<Difference> of(double[][] differences) {
        double[][] sums = new double[sizes.length][differences.length];
        for (int d = 0; d < differences.length; d++) {
            if (differences[d].length != groups.length) {
                throw new IllegalArgumentException("differences of " + differences[d].length
                        + " cases, expected the same " + groups.length + " as the shoppers have");
            }
            for (int c = 0; c < groups.length; c++) {
                sums[groups[c]][d] += differences[d][c];
            }
        }
        double[][] means = resample(sums, differences.length);
        List<Difference> result = new ArrayList<>();
        for (int d = 0; d < differences.length; d++) {
            result.add(difference(Arrays.stream(differences[d]).average().orElseThrow(), means[d]));
        }
        return result;
    }

    /** By difference, its mean in each resample. */
    private double[][] resample(double[][] sums, int differences) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] means = new double[differences][resamples];
        double[] total = new double[differences];
        for (int r = 0; r < resamples; r++) {
            Arrays.fill(total, 0);
            long cases = 0;
            for (int draw = 0; draw < sizes.length; draw++) {
                int group = random.nextInt(sizes.length);
                cases += sizes[group];
                for (int d = 0; d < differences; d++) {
                    total[d] += sums[group][d];
                }
            }
            for (int d = 0; d < differences; d++) {
                means[d][r] = total[d] / cases;
            }
        }
        return means;
    }

    private static Difference difference(double mean, double[] resampled) {
        Arrays.sort(resampled);
        int last = resampled.length - 1;
        int better = resampled.length;
        while (better > 0 && resampled[resampled.length - better] <= 0) {
            better--;
        }
        return new Difference(
                mean,
                resampled[(int) Math.floor(TAIL * last)],
                resampled[(int) Math.ceil((1 - TAIL) * last)],
                (double) better / resampled.length);
    }
}
