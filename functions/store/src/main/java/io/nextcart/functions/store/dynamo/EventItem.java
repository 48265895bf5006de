package io.nextcart.functions.store.dynamo;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An event as attributes of a table item, without those of its keys. */
final class EventItem {
    private EventItem() {}

    /** The attributes, in a modifiable map. */
    static Map<String, AttributeValue> of(Event event) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(DynamoTables.USER_ID, AttributeValue.fromS(event.userId().value()));
        item.put(DynamoTables.TYPE, AttributeValue.fromS(event.type().wireName()));
        item.put(DynamoTables.ITEM_ID, AttributeValue.fromS(event.itemId().value()));
        item.put(DynamoTables.TIMESTAMP, AttributeValue.fromN(Long.toString(event.timestampMs())));
        Attributes.text(item, DynamoTables.EVENT_ID, event.eventId());
        Attributes.text(item, DynamoTables.TRANSACTION_ID, event.transactionId());
        Attributes.real(item, DynamoTables.VALUE, event.value());
        Attributes.text(item, DynamoTables.RECOMMENDATION_ID, event.recommendationId());
        Attributes.text(item, DynamoTables.PLACEMENT, event.placement());
        return item;
    }

    /**
     * Reads an event.
     *
     * @throws IllegalArgumentException when the table item is not one
     */
    static Event toEvent(Map<String, AttributeValue> item) {
        String typeName = Attributes.required(item, DynamoTables.TYPE);
        @Nullable EventType type = EventType.fromWireName(typeName);
        if (type == null) {
            throw new IllegalArgumentException(DynamoTables.TYPE + " is " + typeName);
        }
        return new Event(
                Attributes.text(item, DynamoTables.EVENT_ID),
                new UserId(Attributes.required(item, DynamoTables.USER_ID)),
                type,
                new ItemId(Attributes.required(item, DynamoTables.ITEM_ID)),
                Attributes.whole(item, DynamoTables.TIMESTAMP),
                Attributes.text(item, DynamoTables.TRANSACTION_ID),
                Attributes.real(item, DynamoTables.VALUE),
                Attributes.text(item, DynamoTables.RECOMMENDATION_ID),
                Attributes.text(item, DynamoTables.PLACEMENT));
    }
}
