package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.functions.api.Measure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found.
 *
 * @param model what ranked, or null when nothing serves
 * @param history what the ranking knew of the shopper, oldest first
 */
record Answer(RecommendationId id, @Nullable ServedModel model, Ranking ranking, List<Interaction> history) {
    Answer {
        requireNonNull(id, "id is null");
        requireNonNull(ranking, "ranking is null");
        requireNonNull(history, "history is null");
    }

    /** The answer of a model. */
    static Answer of(ServedModel model, Ranking ranking, List<Interaction> history) {
        return new Answer(RecommendationId.next(Variant.CHAMPION, model.version()), model, ranking, history);
    }

    /** The answer when nothing serves. */
    static Answer empty() {
        return new Answer(RecommendationId.next(Variant.NONE, ""), null, Ranking.EMPTY, List.of());
    }

    /** What metrics tell of it: its level, how many items it has, and how old the model is. */
    List<Measure> measures() {
        Measure level = Measure.count("level_" + ranking.level().wireName(), 1);
        Measure items = Measure.count("items", ranking.items().size());
        return model == null
                ? List.of(level, items)
                : List.of(level, items, Measure.seconds("model_age", model.ageSeconds(System.currentTimeMillis())));
    }
}
