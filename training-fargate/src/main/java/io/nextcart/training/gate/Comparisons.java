package io.nextcart.training.gate;

import io.nextcart.engine.metric.RankingMetrics;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.example.Questions;
import io.nextcart.training.table.SessionLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The model beside each rival in HR@20 and MRR@20, on the same holdout. */
final class Comparisons {
    private static final List<String> METRICS = List.of("hr@20", "mrr@20");

    private Comparisons() {}

    /** The shopper of each question. */
    static int[] shoppers(Questions questions, SessionLog log) {
        int[] shoppers = new int[questions.size()];
        for (int q = 0; q < shoppers.length; q++) {
            shoppers[q] = log.user()[log.sessionOffsets()[questions.session()[q]]];
        }
        return shoppers;
    }

    /**
     * Compares.
     *
     * @param outcome of the questions that the bootstrap knows the shoppers of
     */
    static List<Comparison> of(Evaluation.Outcome outcome, PairedBootstrap bootstrap) {
        Map<Rival, RankingMetrics> rivals = new EnumMap<>(Rival.class);
        outcome.champion().ifPresent(champion -> rivals.put(Rival.CHAMPION, champion));
        rivals.put(Rival.REPEAT, outcome.repeat());
        rivals.put(Rival.POPULARITY, outcome.popularity());
        List<double[]> differences = new ArrayList<>();
        rivals.forEach((rival, metrics) -> METRICS.forEach(
                metric -> differences.add(less(outcome.model().byCase(metric), metrics.byCase(metric)))));
        List<Difference> measured = bootstrap.of(differences.toArray(double[][]::new));
        List<Comparison> comparisons = new ArrayList<>();
        rivals.forEach((rival, metrics) -> METRICS.forEach(metric -> comparisons.add(new Comparison(
                rival,
                metric,
                mean(outcome.model().byCase(metric)),
                mean(metrics.byCase(metric)),
                measured.get(comparisons.size())))));
        return comparisons;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double[] less(float[] first, float[] second) {
        double[] less = new double[first.length];
        for (int i = 0; i < less.length; i++) {
            less[i] = (double) first[i] - second[i];
        }
        return less;
    }
}
