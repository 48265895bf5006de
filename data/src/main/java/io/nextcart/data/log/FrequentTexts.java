package io.nextcart.data.log;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds texts that come often, in bounded memory: every one with more than {@link #ERROR} of all is found, and its number is too low by
 * at most that (J. Misra and D. Gries, "Finding repeated elements", Science of Computer Programming 2, 1982).
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

    /** How many texts came more often than that. */
    long above(long least) {
        return counts.values().stream().filter(count -> count > least).count();
    }

    /** How often the most frequent came. */
    long largest() {
        return counts.isEmpty() ? 0 : Collections.max(counts.values());
    }
}
