package io.nextcart.data.synthetic;

import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Writes {@code events.csv}, sorted by time: the views of a {@link VisitLog}, and carts and orders drawn from them. */
final class EventWriter {
    private static final long ACTION_KIND = 7;
    private static final int ROW_BITS = 26;
    static final String HEADER = "timestamp,visitorid,event,itemid,transactionid";
    private static final int PROGRESS_EVERY = 50_000;

    private EventWriter() {}

    static void write(ShopSpec spec, VisitLog visits, CsvFile csv, Progress progress) throws IOException {
        SplittableRandom random = Mix.random(spec.seed(), ACTION_KIND, 0);
        BitSet all = new BitSet();
        all.set(0, visits.item.length);
        BitSet carts = draw(visits.desire, all, spec.carts(), random);
        BitSet orders = draw(visits.desire, carts, spec.transactions(), random);
        int[] view = new int[spec.events()];
        EventType[] types = new EventType[view.length];
        long[] keys = new long[view.length];
        int[] transaction = new int[view.length];
        int row = 0;
        int order = 0;
        int orderSession = -1;
        for (int v = 0; v < visits.item.length; v++) {
            long after = visits.timeMs[v];
            row = put(view, types, keys, row, v, EventType.VIEW, after);
            if (carts.get(v)) {
                after += 3_000 + random.nextInt(4_000);
                row = put(view, types, keys, row, v, EventType.ADD_TO_CART, after);
            }
            if (orders.get(v)) {
                if (visits.session[v] != orderSession) {
                    orderSession = visits.session[v];
                    order++;
                }
                transaction[row] = order;
                after += 60_000 + random.nextInt(600_000);
                row = put(view, types, keys, row, v, EventType.TRANSACTION, after);
            }
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            int at = (int) (keys[i] & ((1L << ROW_BITS) - 1));
            long time = ShopSpec.START_MS + (keys[i] >>> ROW_BITS);
            String type = types[at].wireName();
            String ofOrder = transaction[at] > 0 ? Integer.toString(transaction[at]) : "";
            csv.row(time + "," + visits.visitor[view[at]] + "," + type + "," + (visits.item[view[at]] + 1) + ","
                    + ofOrder);
            if ((i + 1) % PROGRESS_EVERY == 0 || i + 1 == keys.length) {
                progress.report("writing events", i + 1L, keys.length, "rows");
            }
        }
    }

    private static int put(int[] view, EventType[] types, long[] keys, int row, int v, EventType what, long timeMs) {
        view[row] = v;
        types[row] = what;
        long time = Math.min(timeMs, ShopSpec.END_MS - 1) - ShopSpec.START_MS;
        keys[row] = (time << ROW_BITS) | row;
        return row + 1;
    }

    /**
     * Draws an exact number of things without replacement, with probabilities proportional to their weights: each gets
     * the key −ln(u)/weight, and the smallest keys win (Efraimidis and Spirakis, "Weighted random sampling with a
     * reservoir", 2006).
     *
     * @param weights positive; only those in {@code among} take part
     * @param count how many to draw, from 1 to the size of {@code among}
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
