package io.nextcart.functions.api;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds names that are almost those of fields, such as {@code exclude[]}, {@code K} and {@code userId}: the sender
 * means the field, and would not notice that it is ignored.
 */
final class NearMiss {
    /** Longer names are not looked at. */
    static final int LONGEST = 40;

    private static final int SHORTEST_WITH_A_SLIP = 4;
    private static final int SHORTEST_WITH_TWO = 8;

    private NearMiss() {}

    /** The field whose name is similar but not equal; null when there is none. */
    static @Nullable String of(String name, Collection<String> fields) {
        if (name.length() > LONGEST || fields.contains(name)) {
            return null;
        }
        String letters = letters(name);
        if (letters.isEmpty()) {
            return null;
        }
        for (String field : fields) {
            if (letters.equals(letters(field)) || isCutShort(letters, letters(field))) {
                return field;
            }
        }
        int allowed = letters.length() < SHORTEST_WITH_A_SLIP ? 0 : letters.length() < SHORTEST_WITH_TWO ? 1 : 2;
        for (int slips = 1; slips <= allowed; slips++) {
            for (String field : fields) {
                if (distance(letters, letters(field), slips) <= slips) {
                    return field;
                }
            }
        }
        return null;
    }

    /** Whether a name too short for other slips lacks the last letter, as {@code typ} does. */
    private static boolean isCutShort(String letters, String field) {
        return letters.length() == SHORTEST_WITH_A_SLIP - 1
                && field.length() == SHORTEST_WITH_A_SLIP
                && field.startsWith(letters);
    }

    /** The letters alone, in lower case. */
    private static String letters(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT).chars().filter(Character::isLetter).forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    /**
     * How many letters to add, drop, change or swap with a neighbour (Damerau-Levenshtein distance); {@code most} + 1
     * when the lengths differ by more.
     */
    private static int distance(String a, String b, int most) {
        if (Math.abs(a.length() - b.length()) > most) {
            return most + 1;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int least = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
                least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
