package io.nextcart.training.gate;

import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.HoldoutPoints;
import io.nextcart.training.evaluate.PairedBootstrap;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.table.SessionLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The model beside each rival in HR@20 and MRR@20, on the same holdout. */
final class Leads {
    private static final List<String> METRICS = List.of("hr@20", "mrr@20");

    private Leads() {}

    /** The shopper of each point. */
    static int[] shoppers(HoldoutPoints holdout, SessionLog log) {
        int[] shoppers = new int[holdout.size()];
        for (int p = 0; p < shoppers.length; p++) {
            shoppers[p] = log.user()[log.sessionOffsets()[holdout.session()[p]]];
        }
        return shoppers;
    }

    /**
     * Compares.
     *
     * @param bootstrap knows the shoppers of the outcome's cases
     */
    static List<Lead> of(Evaluation.Outcome outcome, PairedBootstrap bootstrap) {
        Map<Rival, RankingMetrics> rivals = new EnumMap<>(Rival.class);
        outcome.champion().ifPresent(champion -> rivals.put(Rival.CHAMPION, champion));
        rivals.put(Rival.REPEAT, outcome.repeat());
        rivals.put(Rival.POPULARITY, outcome.popularity());
        List<Lead> leads = new ArrayList<>();
        rivals.forEach((rival, metrics) -> METRICS.forEach(metric -> {
            float[] ours = outcome.model().byCase(metric);
            float[] theirs = metrics.byCase(metric);
            leads.add(new Lead(rival, metric, mean(ours), mean(theirs), bootstrap.oneSided(ours, theirs)));
        }));
        return leads;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
