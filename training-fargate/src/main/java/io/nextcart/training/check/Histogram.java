package io.nextcart.training.check;

import io.nextcart.store.document.CheckDetails;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The distribution of a feature: shares of a sample by bin. Bin 0 holds missing values; bin 1 those below the first
 * edge, bin i + 1 those from edge i − 1 up to edge i, and the last bin those from the last edge on.
 *
 * @param edges ascending, distinct
 * @param shares edges + 2 values, each 0–1
 */
record Histogram(float[] edges, double[] shares) {
    private static final int PARTS = 10;
    private static final double SHARE_DIGITS = 1e4;
    /** The share taken for an empty bin, so that its logarithm exists. */
    private static final double LEAST_SHARE = 1e-4;

    /**
     * Makes bins for a sample and counts it. The edges are its deciles, its minimum and maximum, and the next number
     * above the maximum, so that values outside the sample's range have bins of their own.
     *
     * @param sample NaN means missing
     */
    static Histogram of(float[] sample) {
        float[] known = sample.clone();
        Arrays.sort(known); // NaN comes last
        int n = known.length;
        while (n > 0 && Float.isNaN(known[n - 1])) {
            n--;
        }
        float[] edges = new float[PARTS + 2];
        int count = 0;
        for (int part = 0; part <= PARTS && n > 0; part++) {
            float edge = known[Math.min(n - 1, (int) ((long) part * n / PARTS))] + 0f; // −0 is 0
            if (count == 0 || edge > edges[count - 1]) {
                edges[count++] = edge;
            }
        }
        if (count > 0) {
            edges[count] = Math.nextUp(edges[count - 1]);
            count++;
        }
        Histogram bins = new Histogram(Arrays.copyOf(edges, count), new double[count + 2]);
        return new Histogram(bins.edges, bins.sharesOf(sample));
    }

    /** The shares of another sample in these bins, rounded to four digits. */
    double[] sharesOf(float[] sample) {
        double[] counted = new double[edges.length + 2];
        for (float value : sample) {
            counted[bin(value)]++;
        }
        for (int b = 0; b < counted.length; b++) {
            counted[b] = Math.round(SHARE_DIGITS * counted[b] / Math.max(1, sample.length)) / SHARE_DIGITS;
        }
        return counted;
    }

    private int bin(float value) {
        if (Float.isNaN(value)) {
            return 0;
        }
        int at = Arrays.binarySearch(edges, value + 0f);
        return at >= 0 ? at + 2 : -at;
    }

    /**
     * The population stability index of a sample against this one: the sum over bins of (p − q) · ln(p/q), 0 for equal
     * shares (Siddiqi, Credit Risk Scorecards, 2006).
     */
    double stabilityIndex(float[] sample) {
        double[] now = sharesOf(sample);
        double index = 0;
        for (int b = 0; b < now.length; b++) {
            double p = Math.max(LEAST_SHARE, now[b]);
            double q = Math.max(LEAST_SHARE, shares[b]);
            index += (p - q) * Math.log(p / q);
        }
        return index;
    }

    /** For the manifest. */
    CheckDetails.Histogram details() {
        return new CheckDetails.Histogram(
                IntStream.range(0, edges.length)
                        .mapToObj(i -> Float.toString(edges[i]))
                        .collect(Collectors.joining(" ")),
                Arrays.stream(shares).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    }

    /** Reads the output of {@link #details}; empty if it is malformed. */
    static Optional<Histogram> parse(CheckDetails.Histogram details) {
        try {
            double[] edges = numbers(details.edges());
            double[] shares = numbers(details.shares());
            float[] floats = new float[edges.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) edges[i];
            }
            boolean areFinite = DoubleStream.concat(Arrays.stream(edges), Arrays.stream(shares))
                    .allMatch(Double::isFinite);
            return shares.length == edges.length + 2 && areFinite
                    ? Optional.of(new Histogram(floats, shares))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static double[] numbers(String text) {
        return text.isEmpty()
                ? new double[0]
                : Arrays.stream(text.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
    }
}
