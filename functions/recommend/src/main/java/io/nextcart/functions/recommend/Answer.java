package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
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
}
