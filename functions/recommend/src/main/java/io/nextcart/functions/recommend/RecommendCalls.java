package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Query;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;

/** The calls that recommend: what each reads from a request. */
final class RecommendCalls {
    private final RecommendService service;

    RecommendCalls(RecommendService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code GET /v1/recommendations/{user_id}}. */
    ApiResponse forUser(ApiRequest request) {
        return answer(QuestionFields.fromQuery(request));
    }

    /** {@code POST /v1/recommendations}. */
    ApiResponse forJson(ApiRequest request) {
        return answer(QuestionFields.fromJson(request));
    }

    /** {@code GET /v1/items/{item_id}/similar}. */
    ApiResponse similar(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String itemId = fields.pathId(request, "item_id");
        int k = QuestionFields.k(fields);
        Query.Filters filters = QuestionFields.filters(fields);
        boolean explain = fields.flag("explain");
        fields.check();
        return AnswerJson.of(service.similar(itemId, k, filters), explain);
    }

    /** {@code GET /v1/popular}. */
    ApiResponse popular(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        int k = QuestionFields.k(fields);
        Query.Filters filters = QuestionFields.filters(fields);
        boolean explain = fields.flag("explain");
        fields.check();
        return AnswerJson.of(service.popular(k, filters), explain);
    }

    private ApiResponse answer(Question question) {
        return AnswerJson.of(service.recommend(question), question.explain());
    }
}
