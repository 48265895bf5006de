package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.ItemId;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.store.CatalogueItem;
import java.io.IOException;
import java.time.Instant;

/** The call on the catalogue. */
final class CatalogueCalls {
    private final EventsService service;

    CatalogueCalls(EventsService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code PUT /v1/items/{item_id}}: changes what is given, and answers with all that is kept. */
    ApiResponse put(ApiRequest request) {
        CatalogueItem change = ItemFields.read(request, service.nowMs());
        CatalogueItem kept = Unavailable.unless("the catalogue", () -> service.say(change));
        return ApiResponse.json(200, json -> write(json, kept));
    }

    private static void write(JsonGenerator json, CatalogueItem item) throws IOException {
        ItemId id = item.itemId();
        Boolean available = item.available();
        Double price = item.price();
        json.writeStartObject();
        json.writeStringField("item_id", id.value());
        if (available != null) {
            json.writeBooleanField("available", available);
        }
        if (item.category() != null) {
            json.writeStringField("category", item.category());
        }
        if (price != null) {
            json.writeNumberField("price", price);
        }
        if (item.title() != null) {
            json.writeStringField("title", item.title());
        }
        if (item.imageUrl() != null) {
            json.writeStringField("image_url", item.imageUrl());
        }
        json.writeStringField(
                "updated_at", Instant.ofEpochMilli(item.updatedAtMs()).toString());
        json.writeEndObject();
    }
}
