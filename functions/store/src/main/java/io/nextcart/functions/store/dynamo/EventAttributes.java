package io.nextcart.functions.store.dynamo;

/**
 * The attributes of an event's item that hold the event itself, named as in the NDJSON log; {@link DynamoTables} names those
 * of its keys.
 */
public final class EventAttributes {
    /** Text, when the shop gave one. */
    public static final String EVENT_ID = "event_id";

    /** Text: the wire name of the type. */
    public static final String TYPE = "type";

    /** Text. */
    public static final String ITEM_ID = "item_id";

    /** A number: milliseconds since the epoch. */
    public static final String TIMESTAMP = "timestamp";

    /** Text, when there is one. */
    public static final String TRANSACTION_ID = "transaction_id";

    /** A double as text, when there is one: DynamoDB's numbers have another range than doubles. */
    public static final String VALUE = "value";

    /** Text, when there is one. */
    public static final String RECOMMENDATION_ID = "recommendation_id";

    private EventAttributes() {}
}
