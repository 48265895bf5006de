package io.nextcart.local.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The result of a replay, for people. */
final class ReplayTable {
    private static final String LINE = "  %-24s %-26s   %-22s   %s";

    private ReplayTable() {}

    /**
     * Lines of plain text.
     *
     * @param target what a list should predict, such as {@code next items}
     */
    static List<String> lines(SessionReplay.Outcome outcome, String target) {
        if (sum(outcome.nextcart().lists()) == 0) {
            return List.of("The held-out sessions have no " + target + ": nothing to compare on this log.");
        }
        return List.of(
                String.format(LINE, "a list of 20", target + " found", "HR@20", "MRR@20"),
                line("Nextcart", outcome.nextcart()),
                line("the shopper's own items", outcome.ownItems()),
                line("the popularity list", outcome.popularity()),
                "",
                String.format(
                        Locale.ROOT,
                        "Nextcart's lists held %,.0f %s; lists of the shopper's own items, filled up with popular ones, %,.0f.",
                        sum(outcome.nextcart().found()),
                        target,
                        sum(outcome.ownItems().found())));
    }

    private static String line(String name, SessionReplay.Score score) {
        return String.format(
                LINE,
                name,
                String.format(Locale.ROOT, "%,.0f of %,.0f", sum(score.found()), sum(score.lists())),
                score.hitRate().interval().text(100, " %"),
                score.meanReciprocalRank().interval().text(100, " %"));
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
