package io.nextcart.local.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The result of a replay, for a person. */
final class ReplayTable {
    private ReplayTable() {}

    /**
     * Lines of plain text.
     *
     * @param found what a list should foretell, such as {@code next items viewed}
     */
    static List<String> lines(SessionReplay.Outcome outcome, String found) {
        double questions = Arrays.stream(outcome.nextcart().questions()).sum();
        List<String> lines = new ArrayList<>();
        if (questions == 0) {
            lines.add("The sessions after the cut hold no " + found + ": nothing to compare on this log.");
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT, "  %-24s %-26s   %-22s   %s", "a list of 20", found + " found", "HR@20", "MRR@20"));
        lines.add(line("Nextcart", outcome.nextcart(), questions));
        lines.add(line("the shopper's own items", outcome.ownItems(), questions));
        lines.add(line("the popularity list", outcome.popularity(), questions));
        lines.add("");
        double ours = Arrays.stream(outcome.nextcart().found()).sum();
        double rule = Arrays.stream(outcome.ownItems().found()).sum();
        lines.add(String.format(
                Locale.ROOT,
                "Nextcart's lists held %,.0f %s; lists of the shopper's own items, filled up with popular ones, %,.0f.",
                ours,
                found,
                rule));
        return lines;
    }

    private static String line(String name, SessionReplay.Score score, double questions) {
        return String.format(
                Locale.ROOT,
                "  %-24s %-26s   %-22s   %s",
                name,
                String.format(
                        Locale.ROOT,
                        "%,.0f of %,.0f",
                        Arrays.stream(score.found()).sum(),
                        questions),
                percent(score.hitRate().interval()),
                percent(score.meanReciprocalRank().interval()));
    }

    private static String percent(Rate.Interval rate) {
        return String.format(
                Locale.ROOT, "%.2f %% (%.2f–%.2f)", 100 * rate.value(), 100 * rate.low(), 100 * rate.high());
    }
}
