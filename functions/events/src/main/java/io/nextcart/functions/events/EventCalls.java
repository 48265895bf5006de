package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import io.nextcart.data.ListLength;
import io.nextcart.data.log.Decoded;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.Json;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.NumericIds;
import io.nextcart.functions.api.ProblemException;
import io.nextcart.functions.store.EventStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The calls on events: what each reads from a request and writes into its answer. */
final class EventCalls {
    private final EventsService service;

    EventCalls(EventsService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code POST /v1/events}. A single bad event is a 400; in a batch, bad ones are reported and the others kept. */
    ApiResponse post(ApiRequest request) {
        Fields body = Fields.ofBody(request);
        boolean batch = body.has("events");
        List<Decoded> events = batch
                ? body.events("events", EventStore.MAX_BATCH, service::nextMs)
                : List.of(body.event(service::nextMs));
        body.check();
        Receipt receipt = orUnavailable(() -> service.take(events));
        List<Measure> measures = measures(receipt);
        if (!batch && !receipt.rejected().isEmpty()) {
            Receipt.Rejection fault = receipt.rejected().get(0);
            return ProblemException.invalid(fault.field(), fault.reason())
                    .toResponse()
                    .with(measures);
        }
        return ApiResponse.json(202, json -> {
                    json.writeNumberField("accepted", receipt.accepted());
                    json.writeNumberField("duplicates", receipt.duplicates());
                    json.writeArrayFieldStart("rejected");
                    for (Receipt.Rejection fault : receipt.rejected()) {
                        json.writeStartObject();
                        json.writeNumberField("index", fault.index());
                        json.writeStringField("field", fault.field());
                        json.writeStringField("reason", fault.reason());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                })
                .with(measures);
    }

    /** {@code GET /v1/users/{user_id}/events?k=}. */
    ApiResponse last(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.pathId(request, "user_id");
        int k = fields.k();
        fields.check();
        List<Event> events = orUnavailable(() -> service.last(user, k));
        return ApiResponse.json(200, json -> {
            json.writeStringField("user_id", user);
            json.writeArrayFieldStart("events");
            for (Event event : events) {
                write(json, event);
            }
            json.writeEndArray();
        });
    }

    /** {@code DELETE /v1/users/{user_id}}. */
    ApiResponse delete(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.pathId(request, "user_id");
        fields.check();
        int deleted = orUnavailable(() -> service.delete(user));
        return ApiResponse.json(200, json -> json.writeNumberField("deleted", deleted));
    }

    /** {@code POST /put?user_id&item_id}: how the original's clients report a view. */
    ApiResponse compatiblePut(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.requiredId("user_id");
        String item = fields.requiredId("item_id");
        fields.check();
        orUnavailable(() -> {
            service.view(user, item);
            return true;
        });
        return ApiResponse.json(200, json -> json.writeStringField("result", "ok"))
                .with(List.of(new Measure(Metric.EVENTS_ACCEPTED, 1)));
    }

    /** {@code POST /get?user_id&k}: the items of the last events, newest first. A larger k means {@link EventStore#MAX_READ}. */
    ApiResponse compatibleGet(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String user = fields.requiredId("user_id");
        int k = Math.min(fields.wholeNumber("k", 1, Integer.MAX_VALUE, ListLength.STANDARD), EventStore.MAX_READ);
        fields.check();
        List<Event> events = orUnavailable(() -> service.last(user, k));
        return ApiResponse.json(200, json -> {
            json.writeArrayFieldStart("events");
            for (Event event : events) {
                NumericIds.write(json, event.itemId().value());
            }
            json.writeEndArray();
        });
    }

    private static List<Measure> measures(Receipt receipt) {
        List<Measure> measures = new ArrayList<>(List.of(
                new Measure(Metric.EVENTS_ACCEPTED, receipt.accepted()),
                new Measure(Metric.EVENTS_DUPLICATE, receipt.duplicates()),
                new Measure(Metric.EVENTS_REJECTED, receipt.rejected().size())));
        receipt.recommended()
                .forEach((type, count) -> measures.add(new Measure(
                        switch (type) {
                            case VIEW -> Metric.RECOMMENDED_VIEWS;
                            case ADD_TO_CART -> Metric.RECOMMENDED_CARTS;
                            case TRANSACTION -> Metric.RECOMMENDED_PURCHASES;
                        },
                        count)));
        return measures;
    }

    private static <T> T orUnavailable(EventsService.Ask<T> ask) {
        return EventsService.orUnavailable("The event store", ask);
    }

    private static void write(JsonGenerator json, Event event) throws IOException {
        json.writeStartObject();
        Json.optional(json, "event_id", event.eventId());
        json.writeStringField("type", event.type().wireName());
        json.writeStringField("item_id", event.itemId().value());
        json.writeNumberField("timestamp", event.timestampMs());
        Json.optional(json, "transaction_id", event.transactionId());
        Double value = event.value();
        if (value != null) {
            json.writeNumberField("value", value);
        }
        Json.optional(json, "recommendation_id", event.recommendationId());
        json.writeEndObject();
    }
}
