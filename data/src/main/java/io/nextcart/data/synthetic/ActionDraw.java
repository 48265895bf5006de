package io.nextcart.data.synthetic;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Draws an exact number of things with chances in proportion to their weights, without putting back: each gets the key
 * −ln(u)/weight and the smallest keys win (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006).
 */
final class ActionDraw {
    private ActionDraw() {}

    /**
     * Draws.
     *
     * @param weights positive; only those in {@code among} take part
     * @param count how many, from 1 to as many as take part
     */
    static BitSet draw(float[] weights, BitSet among, int count, SplittableRandom random) {
        double[] keys = new double[weights.length];
        double[] sorted = new double[among.cardinality()];
        int n = 0;
        for (int i = among.nextSetBit(0); i >= 0; i = among.nextSetBit(i + 1)) {
            keys[i] = -Math.log(1 - random.nextDouble()) / weights[i];
            sorted[n++] = keys[i];
        }
        Arrays.sort(sorted);
        double limit = sorted[count - 1];
        BitSet drawn = new BitSet(weights.length);
        int left = count;
        for (int i = among.nextSetBit(0); i >= 0 && left > 0; i = among.nextSetBit(i + 1)) {
            if (keys[i] <= limit) {
                drawn.set(i);
                left--;
            }
        }
        return drawn;
    }
}
