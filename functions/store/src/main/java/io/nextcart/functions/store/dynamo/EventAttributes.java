package io.nextcart.functions.store.dynamo;

/**
 * The attributes of an item that hold the event itself, named as in the NDJSON log; {@link DynamoTables} names those of its keys.
 * Text, but for {@link #TIMESTAMP}, a number of milliseconds; {@link #VALUE} is a double as text, because DynamoDB's numbers have
 * another range.
 */
public final class EventAttributes {
    public static final String EVENT_ID = "event_id";
    public static final String TYPE = "type";
    public static final String ITEM_ID = "item_id";
    public static final String TIMESTAMP = "timestamp";
    public static final String TRANSACTION_ID = "transaction_id";
    public static final String VALUE = "value";
    public static final String RECOMMENDATION_ID = "recommendation_id";

    private EventAttributes() {}
}
