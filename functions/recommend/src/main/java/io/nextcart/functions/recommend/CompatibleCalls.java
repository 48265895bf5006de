package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ListLength;
import io.nextcart.engine.Exploration;
import io.nextcart.engine.Query;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.NumericIds;
import io.nextcart.store.document.JsonFields;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The calls of the services that Nextcart replaces, so that their clients run unchanged: parameters in the query of a
 * POST, whole-number ids as JSON numbers, and a {@code k} above 100 taken as 100.
 *
 * <p>Those services interleaved a list computed ahead (offline) with one from the last events (online). Here one ranker
 * sees everything at once: {@link #blended} answers for both, from the stored history or, without one, with popular
 * items; {@link #online} ranks from the newest events alone and is empty without any.
 */
final class CompatibleCalls {
    private static final int ONLINE_EVENTS = 10;

    private final RecommendService service;

    CompatibleCalls(RecommendService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code POST /recommendations?user_id&k} and {@code POST /recommendations_offline?user_id&k}. */
    ApiResponse blended(ApiRequest request) {
        return recommendations(request, (userId, k) -> service.recommend(RecommendRequest.of(userId, k)));
    }

    /** {@code POST /recommendations_online?user_id&k}. */
    ApiResponse online(ApiRequest request) {
        return recommendations(request, (userId, k) -> service.fromNewest(userId, ONLINE_EVENTS, k));
    }

    /** {@code POST /similar_items?item_id&k}. */
    ApiResponse similar(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String itemId = fields.requiredId("item_id");
        int k = k(fields, ListLength.STANDARD);
        fields.check();
        Answer answer = service.similar(itemId, k, Query.Filters.NONE, null, Exploration.NONE);
        List<Double> scores = answer.ranking().items().stream()
                .map(item -> Answer.finite(item.score()))
                .toList();
        JsonFields similar = new JsonFields().put("item_id_sim", ids(answer)).put("score", scores);
        return ApiResponse.json(200, similar).with(answer.measures());
    }

    private static ApiResponse recommendations(ApiRequest request, BiFunction<String, Integer, Answer> ask) {
        Fields fields = Fields.ofQuery(request);
        String userId = fields.requiredUser();
        int k = k(fields, ListLength.MOST);
        fields.check();
        Answer answer = ask.apply(userId, k);
        return ApiResponse.json(200, new JsonFields().put("recs", ids(answer))).with(answer.measures());
    }

    private static List<Object> ids(Answer answer) {
        return answer.ranking().items().stream()
                .map(item -> NumericIds.of(item.itemId()))
                .toList();
    }

    private static int k(Fields fields, int absent) {
        return Math.min(fields.wholeNumber("k", 1, Integer.MAX_VALUE, absent), ListLength.MOST);
    }
}
