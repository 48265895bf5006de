package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.data.ListLength;
import io.nextcart.engine.Exploration;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.RuleFields;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RankerMetrics;
import io.nextcart.store.document.Rule;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls that recommend, each with the same fields in a query and in JSON, and the calls about the service itself.
 */
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
        return recommend(fields, fields.pathUser(request), List.of(), request);
    }

    /** {@code POST /v1/recommendations}. */
    ApiResponse forJson(ApiRequest request) {
        Fields fields = Fields.ofBody(request);
        List<Interaction> session = session(fields);
        return recommend(fields, fields.user(), session, request);
    }

    /**
     * {@code POST /v1/preview}: the same as no shopper sees it, with what was removed from it and the list of a trial's other model; or
     * the champion's by rules that are not stored; or, with an item, those similar to it.
     */
    ApiResponse preview(ApiRequest request) {
        Fields fields = Fields.ofBody(request);
        List<Interaction> session = session(fields);
        boolean byStored = fields.isAbsent("rules");
        Exploration exploration = exploration(fields, request);
        // By a draft, the list shows what the rules alone change.
        RecommendRequest wanted = request(fields, fields.user(), session, byStored ? exploration : Exploration.NONE);
        boolean unused = fields.flag("explain"); // always
        Set<String> details = fields.names("fields", ItemDetails.NAMES);
        List<Rule> rules = byStored ? null : RuleFields.all(fields);
        String itemId = fields.id("item_id");
        if (itemId != null && !(byStored && session.isEmpty() && wanted.userId() == null && wanted.diversity() == 0)) {
            fields.reject("item_id", "stands beside user_id, session, diversity or rules, expected none of them");
        }
        fields.check();
        return previewed(wanted, rules, itemId).toPreview(service.details(details), service.nowMs());
    }

    private Answer previewed(RecommendRequest wanted, @Nullable List<Rule> rules, @Nullable String itemId) {
        if (itemId != null) {
            return service.similar(itemId, wanted.k(), wanted.filters(), wanted.placement(), wanted.exploration());
        }
        return rules == null ? service.preview(wanted) : service.preview(wanted, rules);
    }

    private List<Interaction> session(Fields fields) {
        List<Interaction> session = new ArrayList<>();
        for (Fields event : fields.objects("session", MAX_SESSION)) {
            session.add(new Interaction(
                    event.requiredId("item_id"),
                    event.eventType("type", EventType.VIEW),
                    event.timestampMs("timestamp", Interaction.NO_TIME, service.nowMs())));
        }
        return session;
    }

    /** {@code GET /v1/items/{item_id}/similar}. */
    ApiResponse similar(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String itemId = fields.pathId(request, "item_id");
        return listed(
                fields,
                request,
                (k, filters, placement, exploration) -> service.similar(itemId, k, filters, placement, exploration));
    }

    /** {@code GET /v1/popular}. */
    ApiResponse popular(ApiRequest request) {
        return listed(
                Fields.ofQuery(request),
                request,
                (k, filters, placement, exploration) -> service.popular(k, filters, placement));
    }

    /** {@code GET /v1/catalogue}: which items shoppers pass by. */
    ApiResponse catalogue(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        int most = fields.k();
        fields.check();
        ItemDetails details = service.details(Set.copyOf(ItemDetails.NAMES));
        return ApiResponse.json(
                200,
                service.passedBy()
                        .map(items -> items.toJson(most, details))
                        .orElseGet(() -> new JsonFields().put("model", (String) null)));
    }

    private ApiResponse recommend(
            Fields fields, @Nullable String userId, List<Interaction> session, ApiRequest request) {
        RecommendRequest wanted = request(fields, userId, session, exploration(fields, request));
        boolean explain = fields.flag("explain");
        return answered(fields, wanted.placement(), explain, () -> service.recommend(wanted));
    }

    private Exploration exploration(Fields fields, ApiRequest request) {
        return fields.flag("explore", true) ? service.exploration(request.requestId()) : Exploration.NONE;
    }

    private static RecommendRequest request(
            Fields fields, @Nullable String userId, List<Interaction> session, Exploration exploration) {
        return new RecommendRequest(
                userId,
                session,
                fields.k(),
                filters(fields),
                fields.number("diversity", 0, 1, 0),
                fields.placement(),
                exploration);
    }

    private interface Listing {
        Answer list(int k, Query.Filters filters, @Nullable String placement, Exploration exploration);
    }

    private ApiResponse listed(Fields fields, ApiRequest request, Listing listing) {
        int k = fields.k();
        Query.Filters filters = filters(fields);
        String placement = fields.placement();
        boolean explain = fields.flag("explain");
        Exploration exploration = exploration(fields, request);
        return answered(fields, placement, explain, () -> listing.list(k, filters, placement, exploration));
    }

    /** Reads the catalogue fields of the response, then gets the answer. */
    private ApiResponse answered(Fields fields, @Nullable String placement, boolean explain, Supplier<Answer> ask) {
        Set<String> wanted = fields.names("fields", ItemDetails.NAMES);
        fields.check();
        return ask.get().at(placement).toResponse(explain, service.details(wanted), service.nowMs());
    }

    private static Query.Filters filters(Fields fields) {
        return new Query.Filters(
                fields.ids("exclude", MAX_EXCLUDE),
                fields.ids("cart", MAX_CART),
                fields.categories(),
                fields.flag("available_only"),
                fields.flag("exclude_purchased"),
                fields.flag("exclude_viewed"),
                fields.wholeNumber("offset", 0, ListLength.DEEPEST, 0));
    }

    /**
     * {@code GET /v1/model}: the model in service, since when, its metrics on the holdout, and the challenger of a
     * trial.
     */
    ApiResponse model(ApiRequest request) {
        ServedModel model = service.model().orElse(null);
        if (model == null) {
            return ApiResponse.json(200, new JsonFields().put("model", (String) null));
        }
        JsonFields fields = new JsonFields()
                .put("model", model.version())
                .put("objective", model.manifest().objective().wireName())
                .putInstant("made_at", Manifest.madeAt(model.version()))
                .putInstant("published_at", model.publishedAtMs())
                .put("age_seconds", model.ageSeconds(service.nowMs()))
                .put("previous", model.previous())
                .put("metrics", metrics(model));
        Assignment trial = service.trial().assignment();
        if (trial != null) {
            fields.put("challenger", challenger(trial, service.trial().challenger()));
        }
        return ApiResponse.json(200, fields);
    }

    private static JsonFields challenger(Assignment trial, @Nullable ServedModel challenger) {
        JsonFields fields = new JsonFields()
                .put("model", trial.challenger())
                .put("share", trial.share())
                .put("loaded", challenger != null);
        return challenger == null
                ? fields
                : fields.put("objective", challenger.manifest().objective().wireName())
                        .put("metrics", metrics(challenger));
    }

    private static JsonFields metrics(ServedModel model) {
        try {
            return RankerMetrics.of(model.manifest().details().objectOrEmpty("metrics"))
                    .toJson();
        } catch (DamagedDocumentException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code GET /v1/health}: this process answers. */
    ApiResponse health(ApiRequest request) {
        String version = service.model().map(ServedModel::version).orElse(null);
        return ApiResponse.json(200, new JsonFields().put("status", "ok").put("model", version));
    }
}
