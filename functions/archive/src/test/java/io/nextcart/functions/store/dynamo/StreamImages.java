package io.nextcart.functions.store.dynamo;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.nextcart.data.Event;
import io.nextcart.data.log.CatalogueItem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Items as the store writes them, in the form of stream records. */
public final class StreamImages {
    private StreamImages() {}

    /** The attributes of the event itself. */
    public static Map<String, AttributeValue> of(Event event) {
        return streamed(EventItem.of(event));
    }

    /** The attributes of an item of the catalogue, including its key. */
    public static Map<String, AttributeValue> of(CatalogueItem item) {
        Map<String, AttributeValue> image = streamed(DynamoCatalogueStore.attributes(item, item.updatedAtMs()));
        image.put("item_id", new AttributeValue().withS(item.itemId().value()));
        return image;
    }

    private static Map<String, AttributeValue> streamed(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> stored) {
        Map<String, AttributeValue> image = new LinkedHashMap<>();
        stored.forEach((name, value) -> image.put(
                name,
                new AttributeValue()
                        .withBOOL(value.bool())
                        .withS(value.s())
                        .withN(value.n())
                        .withNULL(value.nul())));
        return image;
    }
}
