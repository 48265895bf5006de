package io.nextcart.functions.store.dynamo;

import io.nextcart.functions.store.dynamo.TableDefinition.AttributeType;
import io.nextcart.functions.store.dynamo.TableDefinition.TableIndex;
import io.nextcart.functions.store.dynamo.TableDefinition.TableKey;
import java.util.List;
import java.util.Map;

/** Defines the tables once: adapters, tests and infrastructure take names and keys from here. */
public final class DynamoTables {
    /** The shopper: partition key of events and of tombstones. */
    public static final String USER_ID = "user_id";

    /** {@link io.nextcart.data.EventKey} of an event: sort key of events. */
    public static final String EVENT_KEY = "event_key";

    /** Sorts the events of a shopper by time, then by arrival: sort key of {@link #EVENTS_BY_TIME}. */
    public static final String TIME_ORDER = "time_order";

    /** When a user was last deleted, in milliseconds since the epoch: an attribute of tombstones. */
    public static final String DELETED_AT = "deleted_at";

    /** When DynamoDB may drop an event, in seconds since the epoch. */
    public static final String EXPIRES_AT = "expires_at";

    /** The item: partition key of the catalogue, and an attribute of an event. */
    public static final String ITEM_ID = "item_id";

    /** The UTC day of an item's last change, {@code YYYY-MM-DD}: partition key of {@link #CATALOGUE_CHANGES}. */
    public static final String CHANGE_DAY = "change_day";

    /** The time of an item's last change, in milliseconds since the epoch: sort key of {@link #CATALOGUE_CHANGES}. */
    public static final String UPDATED_AT = "updated_at";

    /** What a versioned document is, such as {@code rules}: partition key of the rules. */
    public static final String NAME = "name";

    /** The number of a version, from 1: sort key of the rules. */
    public static final String VERSION = "version";

    /** The document of a version, as JSON. */
    public static final String DOCUMENT = "document";

    /** The other attributes of an event, named as in the NDJSON log. */
    public static final String EVENT_ID = "event_id";

    public static final String TYPE = "type";
    public static final String TIMESTAMP = "timestamp";
    public static final String TRANSACTION_ID = "transaction_id";
    /** A double as text, like {@link #PRICE}: DynamoDB's numbers have another range. */
    public static final String VALUE = "value";

    public static final String RECOMMENDATION_ID = "recommendation_id";
    public static final String PLACEMENT = "placement";

    /** The parts of an item, present when set or unset; this one is a boolean. */
    public static final String AVAILABLE = "available";

    public static final String CATEGORY = "category";
    public static final String PRICE = "price";
    public static final String TITLE = "title";
    public static final String IMAGE_URL = "image_url";
    public static final String DELETED = "deleted";

    /** The index read by {@code last}. Attributes that it lacks cost one read of the table per event. */
    public static final String EVENTS_BY_TIME = "by_time";

    /** The index read by {@code changedSince}. */
    public static final String CATALOGUE_CHANGES = "changes";

    /** Events of shoppers. */
    public static final TableDefinition EVENTS = new TableDefinition(
            "events",
            new TableKey(USER_ID, EVENT_KEY),
            Map.of(USER_ID, AttributeType.S, EVENT_KEY, AttributeType.S, TIME_ORDER, AttributeType.S),
            List.of(new TableIndex(
                    EVENTS_BY_TIME, new TableKey(USER_ID, TIME_ORDER), true, List.of(TYPE, ITEM_ID, TIMESTAMP))),
            EXPIRES_AT,
            true);

    /** Deleted users. */
    public static final TableDefinition TOMBSTONES = new TableDefinition(
            "tombstones", new TableKey(USER_ID, null), Map.of(USER_ID, AttributeType.S), List.of(), null, true);

    /** Items of the shop. */
    public static final TableDefinition CATALOGUE = new TableDefinition(
            "catalogue",
            new TableKey(ITEM_ID, null),
            Map.of(ITEM_ID, AttributeType.S, CHANGE_DAY, AttributeType.S, UPDATED_AT, AttributeType.N),
            List.of(new TableIndex(CATALOGUE_CHANGES, new TableKey(CHANGE_DAY, UPDATED_AT), false, List.of())),
            null,
            true);

    /** Merchandising rules of the shop, every version. */
    public static final TableDefinition RULES = new TableDefinition(
            "rules",
            new TableKey(NAME, VERSION),
            Map.of(NAME, AttributeType.S, VERSION, AttributeType.N),
            List.of(),
            null,
            false);

    public static final List<TableDefinition> ALL = List.of(EVENTS, TOMBSTONES, CATALOGUE, RULES);

    private DynamoTables() {}
}
