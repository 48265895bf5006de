package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.functions.api.Measure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param model what ranked, or null when nothing serves
 * @param history what the ranking knew of the shopper, oldest first
 * @param troubles what stood in the way of a better answer, for metrics
 */
record Answer(
        RecommendationId id,
        @Nullable ServedModel model,
        Ranking ranking,
        List<Interaction> history,
        List<Trouble> troubles) {
    Answer {
        requireNonNull(id, "id is null");
        requireNonNull(ranking, "ranking is null");
        requireNonNull(history, "history is null");
        troubles = List.copyOf(requireNonNull(troubles, "troubles is null"));
    }

    /** Why an answer is not as good as it might be. */
    enum Trouble {
        /** The event store failed, or was too slow. */
        HISTORY_MISSING("history_missing"),
        /** The model that should serve was refused: an older one, or none, does. */
        MODEL_REFUSED("model_refused");

        private final String metric;

        Trouble(String metric) {
            this.metric = metric;
        }
    }

    /** The answer of a model. */
    static Answer of(ServedModel model, Ranking ranking, List<Interaction> history) {
        return new Answer(RecommendationId.next(Variant.CHAMPION, model.version()), model, ranking, history, List.of());
    }

    /** The answer when nothing serves. */
    static Answer empty() {
        return new Answer(RecommendationId.next(Variant.NONE, ""), null, Ranking.EMPTY, List.of(), List.of());
    }

    /** The same, with a trouble more if there is one. */
    Answer with(Trouble trouble, boolean present) {
        if (!present) {
            return this;
        }
        List<Trouble> all = new ArrayList<>(troubles);
        all.add(trouble);
        return new Answer(id, model, ranking, history, all);
    }

    /** What metrics tell of it: its level, how many items it has, how old the model is, and every trouble. */
    List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        measures.add(Measure.count("level_" + ranking.level().wireName(), 1));
        measures.add(Measure.count("items", ranking.items().size()));
        if (model != null) {
            measures.add(Measure.seconds("model_age", model.ageSeconds(System.currentTimeMillis())));
        }
        for (Trouble trouble : troubles) {
            measures.add(Measure.count(trouble.metric, 1));
        }
        return measures;
    }
}
