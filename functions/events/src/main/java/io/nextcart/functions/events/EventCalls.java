package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.nextcart.data.Event;
import io.nextcart.data.ListLength;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.Quote;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Measure.OfList;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.NumericIds;
import io.nextcart.functions.api.ProblemException;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.UserPage;
import io.nextcart.store.document.JsonFields;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The calls on events: each reads a request and writes the response. */
final class EventCalls {
    private static final int MAX_IMPRESSIONS = 100;

    private final EventsService service;

    EventCalls(EventsService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /**
     * {@code POST /v1/events}. A single bad event is a 400; in a batch, bad ones are reported and the others kept. A
     * batch may contain impressions, which are counted but not kept.
     */
    ApiResponse post(ApiRequest request) {
        Fields body = Fields.ofBody(request);
        List<OfList> seen = impressions(body);
        boolean batch = body.has("events") || !body.isAbsent("impressions");
        if (batch && !body.has("events") && seen.isEmpty()) {
            body.reject("impressions", "expected a list of 1 to " + MAX_IMPRESSIONS + " of them, or events");
        }
        List<Decoded> events = body.has("events")
                ? body.each("events", EventStore.MAX_BATCH).stream()
                        .map(event -> event.event(service::nextMs))
                        .toList()
                : batch ? List.of() : List.of(body.event(service::nextMs));
        if (batch) {
            body.rejectEventBeside(body.has("events") ? "events" : "impressions");
        }
        body.check();
        EventsService.Receipt receipt = orUnavailable(() -> service.take(events));
        List<Measure> measures = measures(receipt, seen);
        if (!batch && !receipt.rejected().isEmpty()) {
            EventsService.Rejection fault = receipt.rejected().get(0);
            return ProblemException.invalid(fault.field(), fault.reason())
                    .toResponse()
                    .with(measures);
        }
        JsonFields answer = new JsonFields()
                .put("accepted", receipt.accepted())
                .put("duplicates", receipt.duplicates())
                .putAll("rejected", receipt.rejected(), EventsService.Rejection::toJson);
        return ApiResponse.json(202, answer).with(measures);
    }

    /** {@code GET /v1/users/{user_id}/events?k=}. */
    ApiResponse last(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.pathUser(request);
        int k = fields.k();
        fields.check();
        List<Event> events = orUnavailable(() -> service.last(user, k));
        return ApiResponse.json(200, named(request).putAll("events", events, event -> new JsonFields().put(event)));
    }

    /** {@code GET /v1/users/{user_id}/export?after=}: all that is stored about a user, in pages. */
    ApiResponse export(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.storedUser(request);
        String after = requireNonNullElse(fields.id("after"), "");
        if (!after.isEmpty() && !UserPage.isBegin(after)) {
            fields.reject("after", Quote.found(after) + "expected the next of the page before");
        }
        fields.check();
        UserPage page = orUnavailable(() -> service.export(user, after));
        JsonFields answer = named(request)
                .put("stored_as", user)
                .putInstant("exported_at", service.nowMs())
                .putInstant("deleted_at", page.deletedAtMs())
                .putAll(
                        "events",
                        page.events(),
                        line -> new JsonFields().put(line.event()).put(ArchivedEvent.ARRIVED_AT, line.arrivedMs()))
                .put("next", page.next().isEmpty() ? null : page.next());
        return ApiResponse.json(200, answer);
    }

    /** {@code DELETE /v1/users/{user_id}}. */
    ApiResponse delete(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.storedUser(request);
        fields.check();
        int deleted = orUnavailable(() -> service.delete(user));
        return ApiResponse.json(200, new JsonFields().put("deleted", deleted));
    }

    /** {@code POST /put?user_id&item_id}: reports a view, as clients of the original do. */
    ApiResponse compatiblePut(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.requiredUser();
        String item = fields.requiredId("item_id");
        fields.check();
        orUnavailable(() -> {
            service.view(user, item);
            return true;
        });
        return ApiResponse.json(200, new JsonFields().put("result", "ok"))
                .with(List.of(new Measure(Metric.EVENTS_ACCEPTED, 1)));
    }

    /**
     * {@code POST /get?user_id&k}: the items of the last events, newest first. A k above {@link EventStore#MAX_READ}
     * counts as that.
     */
    ApiResponse compatibleGet(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.requiredUser();
        int k = Math.min(fields.wholeNumber("k", 1, Integer.MAX_VALUE, ListLength.STANDARD), EventStore.MAX_READ);
        fields.check();
        List<Object> items = orUnavailable(() -> service.last(user, k)).stream()
                .map(event -> NumericIds.of(event.itemId().value()))
                .toList();
        return ApiResponse.json(200, new JsonFields().put("events", items));
    }

    /** An answer about the user in the path, by the name that the caller has. */
    private static JsonFields named(ApiRequest request) {
        return new JsonFields().put("user_id", request.pathParameters().get("user_id"));
    }

    private static List<OfList> impressions(Fields body) {
        List<OfList> seen = new ArrayList<>();
        for (Fields list : body.objects("impressions", MAX_IMPRESSIONS)) {
            String id = list.requiredId("recommendation_id");
            String placement = list.placement();
            seen.add(OfList.of(placement == null ? "" : placement, id, RecommendationId::explores));
        }
        return seen;
    }

    private static List<Measure> measures(EventsService.Receipt receipt, List<OfList> seen) {
        List<Measure> measures = new ArrayList<>(List.of(
                new Measure(Metric.EVENTS_ACCEPTED, receipt.accepted()),
                new Measure(Metric.EVENTS_DUPLICATE, receipt.duplicates()),
                new Measure(Metric.EVENTS_REJECTED, receipt.rejected().size())));
        Map<OfList, Map<Metric, Double>> sums = new TreeMap<>();
        for (Event event : receipt.recommended()) {
            count(event, sums.computeIfAbsent(OfList.ALL, list -> new EnumMap<>(Metric.class)));
            String placement = event.placement();
            if (placement != null) {
                String item = event.itemId().value();
                OfList list = OfList.of(placement, requireNonNull(event.recommendationId()), id -> id.explores(item));
                count(event, sums.computeIfAbsent(list, key -> new EnumMap<>(Metric.class)));
            }
        }
        for (OfList list : seen) {
            sums.computeIfAbsent(list, key -> new EnumMap<>(Metric.class)).merge(Metric.IMPRESSIONS, 1.0, Double::sum);
        }
        sums.forEach((list, of) -> of.forEach((metric, sum) -> measures.add(new Measure(metric, sum, list))));
        return measures;
    }

    private static void count(Event event, Map<Metric, Double> sums) {
        switch (event.type()) {
            case VIEW -> sums.merge(Metric.RECOMMENDED_VIEWS, 1.0, Double::sum);
            case ADD_TO_CART -> sums.merge(Metric.RECOMMENDED_CARTS, 1.0, Double::sum);
            case TRANSACTION -> {
                sums.merge(Metric.RECOMMENDED_PURCHASES, 1.0, Double::sum);
                Double value = event.value();
                if (value != null) {
                    sums.merge(Metric.RECOMMENDED_REVENUE, value, Double::sum);
                }
            }
            case REMOVE_FROM_CART -> {} // no recommendation leads to it
        }
    }

    private static <T> T orUnavailable(EventsService.Ask<T> ask) {
        return EventsService.orUnavailable("The event store", ask);
    }
}
