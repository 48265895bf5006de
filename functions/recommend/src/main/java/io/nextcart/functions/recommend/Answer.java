package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param model what ranked, or null when nothing serves
 * @param history what the ranking knew of the shopper, oldest first
 * @param troubles what stood in the way of a better answer: metrics that {@link Metric#isTrouble}
 * @param trial what a trial under way wants to know of the answer
 */
record Answer(
        RecommendationId id,
        @Nullable ServedModel model,
        Ranking ranking,
        List<Interaction> history,
        List<Metric> troubles,
        List<Measure> trial) {
    Answer {
        requireNonNull(id, "id is null");
        requireNonNull(ranking, "ranking is null");
        requireNonNull(history, "history is null");
        troubles = List.copyOf(requireNonNull(troubles, "troubles is null"));
        trial = List.copyOf(requireNonNull(trial, "trial is null"));
    }

    /** The answer of a model. */
    static Answer of(Variant variant, ServedModel model, Ranking ranking, List<Interaction> history) {
        return new Answer(
                RecommendationId.next(variant, model.version()), model, ranking, history, List.of(), List.of());
    }

    /** The answer when nothing serves. */
    static Answer empty() {
        return new Answer(
                RecommendationId.next(Variant.NONE, ""),
                null,
                Ranking.EMPTY,
                List.of(),
                List.of(Metric.MODEL_MISSING),
                List.of());
    }

    /** The same, with a trouble more if there is one. */
    Answer with(Metric trouble, boolean present) {
        if (!present) {
            return this;
        }
        List<Metric> all = new ArrayList<>(troubles);
        all.add(trouble);
        return new Answer(id, model, ranking, history, all, trial);
    }

    /**
     * The same, told to a trial under way: how long the variant took, and whether it fell back on what is popular.
     *
     * @param nanos from the shopper's events to the list
     */
    Answer inTrial(long nanos) {
        boolean challenger = id.variant() == Variant.CHALLENGER;
        List<Measure> told = new ArrayList<>();
        told.add(new Measure(challenger ? Metric.LATENCY_CHALLENGER : Metric.LATENCY_CHAMPION, nanos / 1e6));
        switch (ranking.level()) {
            case CATEGORY, POPULAR, EMPTY ->
                told.add(new Measure(challenger ? Metric.FALLBACK_CHALLENGER : Metric.FALLBACK_CHAMPION, 1));
            case PERSONAL, SESSION, SIMILAR -> {}
        }
        return new Answer(id, model, ranking, history, troubles, told);
    }

    /** What metrics tell of it: its level, how many items it has and was chosen from, the champion's age, and every trouble. */
    List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        measures.add(new Measure(level(), 1));
        measures.add(new Measure(Metric.ITEMS, ranking.items().size()));
        measures.add(new Measure(Metric.CANDIDATES, ranking.candidates()));
        if (model != null && id.variant() == Variant.CHAMPION) {
            measures.add(new Measure(Metric.MODEL_AGE, model.ageSeconds(System.currentTimeMillis())));
        }
        measures.addAll(trial);
        troubles.forEach(trouble -> measures.add(new Measure(trouble, 1)));
        return measures;
    }

    private Metric level() {
        return switch (ranking.level()) {
            case PERSONAL -> Metric.LEVEL_PERSONAL;
            case SESSION -> Metric.LEVEL_SESSION;
            case SIMILAR -> Metric.LEVEL_SIMILAR;
            case CATEGORY -> Metric.LEVEL_CATEGORY;
            case POPULAR -> Metric.LEVEL_POPULAR;
            case EMPTY -> Metric.LEVEL_EMPTY;
        };
    }
}
