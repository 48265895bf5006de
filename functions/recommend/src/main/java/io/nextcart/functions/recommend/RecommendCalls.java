package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The calls that recommend: what each reads from a request, by the same fields in a query and in JSON. */
final class RecommendCalls {
    private static final int MAX_EXCLUDE = 1000;
    private static final int MAX_CART = 200;
    private static final int MAX_SESSION = 500;

    private final RecommendService service;

    RecommendCalls(RecommendService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code GET /v1/recommendations/{user_id}}. */
    ApiResponse forUser(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        return recommend(fields, fields.pathId(request, "user_id"), List.of());
    }

    /** {@code POST /v1/recommendations}. */
    ApiResponse forJson(ApiRequest request) {
        Fields fields = Fields.ofBody(request);
        List<Interaction> session = new ArrayList<>();
        for (Fields event : fields.objects("session", MAX_SESSION)) {
            session.add(new Interaction(
                    event.requiredId("item_id"),
                    event.eventType("type", EventType.VIEW),
                    event.timestampMs("timestamp", Interaction.NO_TIME)));
        }
        return recommend(fields, fields.id("user_id"), session);
    }

    /** {@code GET /v1/items/{item_id}/similar}. */
    ApiResponse similar(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String itemId = fields.pathId(request, "item_id");
        return listed(fields, (k, filters) -> service.similar(itemId, k, filters));
    }

    /** {@code GET /v1/popular}. */
    ApiResponse popular(ApiRequest request) {
        return listed(Fields.ofQuery(request), service::popular);
    }

    private ApiResponse recommend(Fields fields, @Nullable String userId, List<Interaction> session) {
        RecommendRequest request =
                new RecommendRequest(userId, session, fields.k(), filters(fields), fields.number("diversity", 0, 1, 0));
        boolean explain = fields.flag("explain");
        fields.check();
        return service.recommend(request).toResponse(explain);
    }

    private static ApiResponse listed(Fields fields, BiFunction<Integer, Query.Filters, Answer> listing) {
        int k = fields.k();
        Query.Filters filters = filters(fields);
        boolean explain = fields.flag("explain");
        fields.check();
        return listing.apply(k, filters).toResponse(explain);
    }

    private static Query.Filters filters(Fields fields) {
        return new Query.Filters(
                fields.ids("exclude", MAX_EXCLUDE),
                fields.ids("cart", MAX_CART),
                fields.id("category"),
                fields.flag("available_only"),
                fields.flag("exclude_purchased"),
                fields.flag("exclude_viewed"));
    }
}
