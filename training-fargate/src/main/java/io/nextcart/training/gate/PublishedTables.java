package io.nextcart.training.gate;

import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks the tables to be published against those that the model was judged on. The holdout cannot: a few events at the
 * end of a log can spoil every list without showing in any case.
 */
public final class PublishedTables {
    private static final int TOP = 20;
    private static final double MOST_MORE_ZEROS = 0.5;
    private static final double LEAST_OVERLAP = 0.10;

    private PublishedTables() {}

    /** The first items of a list, by id, with their scores. */
    private record Top(List<String> ids, List<Float> scores) {
        private static Top of(PopularTable.Rows rows, ItemTable items) {
            Top top = new Top(new ArrayList<>(), new ArrayList<>());
            int from = rows.from(PopularTable.SHOP);
            for (int at = from; at < Math.min(rows.to(PopularTable.SHOP), from + TOP); at++) {
                top.ids.add(items.id(rows.item(at)));
                top.scores.add(rows.score(at));
            }
            return top;
        }

        private boolean isFlat() {
            return scores.size() > 1 && new HashSet<>(scores).size() == 1;
        }

        private double zeros() {
            return scores.isEmpty()
                    ? 0
                    : (double) scores.stream().filter(score -> score == 0).count() / scores.size();
        }

        private double overlap(Top other) {
            int most = Math.min(ids.size(), other.ids.size());
            Set<String> both = new HashSet<>(ids);
            both.retainAll(other.ids);
            return most == 0 ? 1 : (double) both.size() / most;
        }
    }

    /**
     * Finds faults of tables.
     *
     * @param judged tables that end where the holdout starts
     * @param published tables of the whole log
     * @return a sentence for each fault, with what was found and expected
     */
    public static List<String> faults(Tables judged, Tables published) {
        List<String> faults = new ArrayList<>();
        finite("popular items", published.popular().popular(), faults);
        finite("trending items", published.popular().trending(), faults);
        finite("similar items", published.coVisitation(), published.items().size(), faults);
        Top before = Top.of(judged.popular().popular(), judged.items());
        Top after = Top.of(published.popular().popular(), published.items());
        if (after.zeros() - before.zeros() > MOST_MORE_ZEROS) {
            faults.add(String.format(
                    Locale.ROOT,
                    "of the first %d popular items of the tables to publish %.0f %% have a score of 0, of those to the holdout"
                            + " %.0f %%, expected at most %.0f points more: are events dated too late?",
                    after.ids.size(),
                    100 * after.zeros(),
                    100 * before.zeros(),
                    100 * MOST_MORE_ZEROS));
        }
        flat("popular items", before, after, faults);
        flat(
                "trending items",
                Top.of(judged.popular().trending(), judged.items()),
                Top.of(published.popular().trending(), published.items()),
                faults);
        if (before.ids.size() == TOP && after.overlap(before) < LEAST_OVERLAP) {
            faults.add(String.format(
                    Locale.ROOT,
                    "of the first %d popular items of the tables to publish %.0f %% are among those to the holdout, expected %.0f %%"
                            + " at least: are events dated too late?",
                    after.ids.size(),
                    100 * after.overlap(before),
                    100 * LEAST_OVERLAP));
        }
        return faults;
    }

    private static void flat(String what, Top before, Top after, List<String> faults) {
        if (after.isFlat() && !before.isFlat()) {
            faults.add("the first " + after.scores.size() + " " + what + " of the tables to publish all have the score "
                    + after.scores.get(0) + ", expected an order as to the holdout");
        }
    }

    private static void finite(String what, PopularTable.Rows rows, List<String> faults) {
        for (int at = rows.from(PopularTable.SHOP); at < rows.to(PopularTable.SHOP); at++) {
            if (!Float.isFinite(rows.score(at))) {
                faults.add("a score of " + what + " is " + rows.score(at) + ", expected a number");
                return;
            }
        }
    }

    private static void finite(String what, NeighborTable table, int items, List<String> faults) {
        for (int item = 0; item < items; item++) {
            for (int at = table.from(item); at < table.to(item); at++) {
                if (!Float.isFinite(table.weight(at))) {
                    faults.add("a score of " + what + " is " + table.weight(at) + ", expected a number");
                    return;
                }
            }
        }
    }
}
