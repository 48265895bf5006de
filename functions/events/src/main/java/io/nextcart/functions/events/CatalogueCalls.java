package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.data.log.CatalogueValues;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;
import io.nextcart.functions.api.ProblemException;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.store.document.JsonFields;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The calls on the catalogue. */
final class CatalogueCalls {
    private final EventsService service;

    CatalogueCalls(EventsService service) {
        this.service = requireNonNull(service, "service is null");
    }

    /** {@code PUT /v1/items/{item_id}}: changes the given parts, and returns the whole item. */
    ApiResponse put(ApiRequest request) {
        Fields fields = Fields.ofBody(request);
        CatalogueItem change = change(fields, fields.pathId(request, "item_id"));
        return answer(orUnavailable(() -> service.say(change)));
    }

    /**
     * {@code POST /v1/items}: changes one item or a batch. A single bad item is a 400; in a batch, bad ones are reported
     * and the others kept.
     */
    ApiResponse post(ApiRequest request) {
        Fields body = Fields.ofBody(request);
        boolean batch = body.has("items");
        List<Fields> given = batch ? body.each("items", CatalogueStore.MAX_ITEMS) : List.of(body);
        if (batch) {
            body.rejectItemBeside("items");
            body.check();
        }
        List<CatalogueItem> changes = new ArrayList<>();
        List<EventsService.Rejection> rejected = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            try {
                changes.add(change(given.get(i), given.get(i).requiredId("item_id")));
            } catch (ProblemException e) {
                if (!batch) {
                    throw e;
                }
                ProblemException.FieldError fault = e.errors().get(0);
                rejected.add(new EventsService.Rejection(i, fault.field(), fault.reason()));
            }
        }
        int accepted = orUnavailable(() -> service.say(changes));
        return ApiResponse.json(
                202,
                new JsonFields()
                        .put("accepted", accepted)
                        .putAll("rejected", rejected, EventsService.Rejection::toJson));
    }

    /** {@code DELETE /v1/items/{item_id}}: hides the item and forgets its parts until the shop sends it again. */
    ApiResponse delete(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String id = fields.pathId(request, "item_id");
        fields.check();
        CatalogueItem deleted = CatalogueItem.deleted(new ItemId(id), service.nowMs());
        orUnavailable(() -> service.say(List.of(deleted)));
        return ApiResponse.json(200, new JsonFields().put("item_id", id).put("deleted", true));
    }

    /** {@code GET /v1/items/{item_id}}: all parts that the shop has set; of an unknown item a 404, or its id alone if asked so. */
    ApiResponse get(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String given = fields.pathId(request, "item_id");
        boolean orEmpty = fields.flag("or_empty");
        fields.check();
        ItemId id = new ItemId(given);
        Optional<CatalogueItem> kept = orUnavailable(() -> service.item(id));
        if (kept.isEmpty() && orEmpty) {
            return ApiResponse.json(200, new JsonFields().put("item_id", id.value()));
        }
        return kept.map(CatalogueCalls::answer)
                .orElseThrow(() -> ProblemException.notFound("The item " + id.value()
                        + " was never sent by PUT or POST, or was deleted; what a training read of it is not kept"
                        + " here"));
    }

    private static <T> T orUnavailable(EventsService.Ask<T> ask) {
        return EventsService.orUnavailable("The catalogue", ask);
    }

    private static ApiResponse answer(CatalogueItem kept) {
        JsonFields answer =
                new JsonFields().put("item_id", kept.itemId().value()).putUnlessNull("available", kept.available());
        List<String> categories = kept.categories();
        if (!categories.isEmpty()) {
            answer.put("category", categories.get(0)).put("categories", categories);
        }
        return ApiResponse.json(
                200,
                answer.putUnlessNull("price", kept.price())
                        .putUnlessNull("title", kept.title())
                        .putUnlessNull("image_url", kept.imageUrl())
                        .putInstant("updated_at", kept.updatedAtMs()));
    }

    /**
     * The change in a request, where null unsets a part. Throws a problem with every fault, also when no part is given.
     */
    private CatalogueItem change(Fields fields, String id) {
        Boolean available = fields.isAbsent("available") ? null : fields.flag("available");
        Set<String> categories = fields.categories();
        Double price = fields.amount("price");
        String title = fields.line("title", CatalogueItem.MAX_TITLE);
        String imageUrl = fields.text("image_url", CatalogueItem.MAX_IMAGE_URL);
        String fault = imageUrl == null ? "" : CatalogueValues.addressFault(imageUrl);
        if (!fault.isEmpty()) {
            fields.reject("image_url", fault);
        }
        Set<Part> unset = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (fields.has(part.wireName()) && fields.isAbsent(part.wireName())) {
                unset.add(part);
            }
        }
        if (!categories.isEmpty()) {
            unset.remove(Part.CATEGORY); // category and categories are combined, and null adds nothing
        } else if (fields.has("categories")) {
            unset.add(Part.CATEGORY);
        }
        fields.check();
        String category = CatalogueItem.joined(categories);
        if (unset.isEmpty()
                && Stream.of(available, category, price, title, imageUrl).allMatch(Objects::isNull)) {
            String unknown = fields.unknown();
            fields.reject(
                    unknown == null ? "body" : unknown,
                    (unknown == null
                                    ? "has no field, expected at least one of "
                                    : "is not a field of an item, expected ")
                            + "available, category, categories, price, title or image_url");
            fields.check();
        }
        return new CatalogueItem(new ItemId(id), available, category, price, title, imageUrl, unset, service.nowMs());
    }
}
