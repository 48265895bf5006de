package io.nextcart.training.baseline;

/** The best of many scored items: score descending, then item index ascending. Not thread-safe. */
final class TopItems {
    private final float[] scores;
    private final int[] items;
    private int size;

    /**
     * @param most how many to keep, at least 1
     */
    TopItems(int most) {
        scores = new float[most];
        items = new int[most];
    }

    void clear() {
        size = 0;
    }

    /** Offers an item; each item once. */
    void offer(int item, float score) {
        if (size == scores.length && !isBefore(score, item, size - 1)) {
            return;
        }
        int at = size < scores.length ? size++ : size - 1;
        while (at > 0 && isBefore(score, item, at - 1)) {
            scores[at] = scores[at - 1];
            items[at] = items[at - 1];
            at--;
        }
        scores[at] = score;
        items[at] = item;
    }

    int size() {
        return size;
    }

    int item(int rank) {
        return items[rank];
    }

    float score(int rank) {
        return scores[rank];
    }

    /** Copies the items, best first. */
    int copy(int[] into) {
        int n = Math.min(size, into.length);
        System.arraycopy(items, 0, into, 0, n);
        return n;
    }

    private boolean isBefore(float score, int item, int other) {
        return score > scores[other] || (score == scores[other] && item < items[other]);
    }
}
