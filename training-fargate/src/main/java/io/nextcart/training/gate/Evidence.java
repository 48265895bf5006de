package io.nextcart.training.gate;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.PairedBootstrap;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.example.Cases;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The evidence by which a model is judged.
 *
 * @param cases holdout cases
 * @param shoppers distinct shoppers behind the cases
 * @param days from the first event of the log to the last
 * @param events in the log, duplicates counted once
 * @param leads over each rival in each metric
 * @param alarms signs of a leak, one plain sentence each
 */
public record Evidence(int cases, int shoppers, double days, long events, List<Lead> leads, List<String> alarms) {
    private static final double DAY_MS = 24 * 3_600_000.0;

    public Evidence {
        leads = List.copyOf(requireNonNull(leads, "leads is null"));
        alarms = List.copyOf(requireNonNull(alarms, "alarms is null"));
        if (cases < 0 || shoppers < 0 || shoppers > cases || !(days >= 0) || events < 0) {
            throw new IllegalArgumentException("evidence is " + cases + " cases of " + shoppers + " shoppers, " + days
                    + " days, " + events + " events, expected counts of 0 or more and a case or more to a shopper");
        }
    }

    /**
     * Compares a model with each rival by HR@20 and MRR@20, on the same holdout.
     *
     * @param outcome the results of the model and its rivals on the holdout
     * @param alarms signs of a leak, one plain sentence each
     */
    public static Evidence of(
            Evaluation.Outcome outcome,
            Cases holdout,
            SessionLog sessions,
            LogDatabase log,
            List<String> alarms,
            long seed) {
        int[] shopper = Arrays.stream(holdout.session())
                .map(session -> sessions.user()[sessions.sessionOffsets()[session]])
                .toArray();
        List<Lead> leads = new ArrayList<>();
        if (shopper.length > 0) {
            PairedBootstrap bootstrap = new PairedBootstrap(shopper, seed);
            Map<Rival, RankingMetrics> rivals = new EnumMap<>(Rival.class);
            outcome.champion().ifPresent(champion -> rivals.put(Rival.CHAMPION, champion));
            rivals.put(Rival.OWN_THEN_CO_VISITATION, outcome.rule());
            rivals.put(Rival.REPEAT, outcome.repeat());
            rivals.put(Rival.POPULARITY, outcome.popularity());
            rivals.forEach((rival, metrics) -> List.of("hr@20", "mrr@20").forEach(metric -> {
                float[] ours = outcome.model().byCase(metric);
                float[] theirs = metrics.byCase(metric);
                leads.add(new Lead(rival, metric, mean(ours), mean(theirs), bootstrap.oneSided(ours, theirs)));
            }));
        }
        List<String> signs = new ArrayList<>(alarms);
        if (log.eventCount(EventType.VIEW) == 0) {
            signs.add(
                    0,
                    "the log holds no views: lists are asked for after a view, so no ranking can be learnt or judged; send views");
        } else if (log.itemCount() == 1) {
            signs.add(0, "the log holds one item only: there is nothing else to recommend");
        }
        return new Evidence(
                shopper.length,
                (int) Arrays.stream(shopper).distinct().count(),
                (log.lastMs() - log.firstMs()) / DAY_MS,
                log.eventCount(),
                leads,
                signs);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
