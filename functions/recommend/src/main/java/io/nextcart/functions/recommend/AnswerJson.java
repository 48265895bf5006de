package io.nextcart.functions.recommend;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.engine.Ranking;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.trial.RecommendationId;
import java.io.IOException;
import java.util.List;

/** Writes an answer. */
final class AnswerJson {
    private AnswerJson() {}

    /**
     * @param explain whether each item tells more about itself: {@link Explanation}
     */
    static ApiResponse of(Answer answer, boolean explain) {
        return ApiResponse.json(200, json -> write(json, answer, explain)).with(answer.measures());
    }

    private static void write(JsonGenerator json, Answer answer, boolean explain) throws IOException {
        RecommendationId id = answer.id();
        ServedModel model = answer.model();
        json.writeStartObject();
        json.writeStringField("recommendation_id", id.toString());
        json.writeStringField("model", model == null ? null : model.version());
        json.writeStringField("variant", id.variant().wireName());
        json.writeStringField("fallback_level", answer.ranking().level().wireName());
        json.writeArrayFieldStart("items");
        List<Ranking.Item> items = answer.ranking().items();
        for (Ranking.Item item : items) {
            json.writeStartObject();
            json.writeStringField("item_id", item.itemId());
            json.writeNumberField("score", finite(item.score()));
            json.writeStringField("source", item.source().wireName());
            json.writeStringField("reason", item.source().reason());
            if (explain && model != null) {
                Explanation.of(model.recommender().tables(), answer.history(), item.itemId())
                        .write(json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** JSON knows no infinity. */
    static double finite(double score) {
        return Double.isFinite(score) ? score : 0;
    }
}
