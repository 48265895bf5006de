package io.nextcart.data.log;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds frequent texts in bounded memory: every text with more than a share {@link #ERROR} of all is found, and its
 * count is too low by at most that share (J. Misra and D. Gries, "Finding repeated elements", Science of Computer
 * Programming 2, 1982).
 */
final class FrequentTexts {
    /** Share of all texts. */
    static final double ERROR = 0.001;

    private static final int MOST = (int) (1 / ERROR);

    private final Map<String, Integer> counts = new HashMap<>();

    void add(String text) {
        counts.merge(text, 1, Integer::sum);
        if (counts.size() > MOST) {
            counts.replaceAll((other, count) -> count - 1);
            counts.values().removeIf(count -> count == 0);
        }
    }

    /** How many texts occurred more often than that. */
    long above(long least) {
        return counts.values().stream().filter(count -> count > least).count();
    }

    /** The count of the most frequent text. */
    long largest() {
        return counts.isEmpty() ? 0 : Collections.max(counts.values());
    }
}
