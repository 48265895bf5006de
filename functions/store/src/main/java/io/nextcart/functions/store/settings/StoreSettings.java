package io.nextcart.functions.store.settings;

import io.nextcart.data.Environment;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.RuleStore;
import io.nextcart.functions.store.dynamo.DynamoCatalogueStore;
import io.nextcart.functions.store.dynamo.DynamoClients;
import io.nextcart.functions.store.dynamo.DynamoEventStore;
import io.nextcart.functions.store.dynamo.DynamoRuleStore;
import io.nextcart.functions.store.http.HttpStore;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The stores of a Lambda. {@code NEXTCART_EVENTS} is {@code http://127.0.0.1:port/path} for stores that another process
 * of this machine keeps, or {@code dynamodb:table}; without it, {@code NEXTCART_EVENTS_TABLE} names the DynamoDB table
 * of events. DynamoDB also needs {@code NEXTCART_TOMBSTONES_TABLE}, {@code NEXTCART_CATALOGUE_TABLE} and
 * {@code NEXTCART_RULES_TABLE}.
 *
 * @param place of the stores on this machine; null for DynamoDB
 * @param ttlDays how long DynamoDB keeps an event: {@code NEXTCART_EVENTS_TTL_DAYS}
 */
public record StoreSettings(
        @Nullable URI place,
        String eventsTable,
        String tombstonesTable,
        String catalogueTable,
        String rulesTable,
        int ttlDays) {
    private static final String PLACE = "NEXTCART_EVENTS";
    private static final String TABLE = "NEXTCART_EVENTS_TABLE";
    private static final String DYNAMODB = "dynamodb:";

    /** Opened stores; nothing has been read or written yet. */
    public record Stores(EventStore events, CatalogueStore catalogue, RuleStore rules) {}

    /** Reads the variables; {@link Environment#check} reports faults. */
    public static StoreSettings of(Environment variables) {
        String place = variables.optional(PLACE);
        if (place.startsWith("http:")) {
            return new StoreSettings(
                    onThisMachine(variables, place), "", "", "", "", DynamoEventStore.DEFAULT_TTL_DAYS);
        }
        if (!place.isEmpty() && !place.startsWith(DYNAMODB)) {
            variables.fault(PLACE + " is " + place + ", expected dynamodb:table or http://127.0.0.1:port/path");
        }
        String table = place.startsWith(DYNAMODB) ? place.substring(DYNAMODB.length()) : variables.optional(TABLE);
        if (table.isBlank() && (place.isEmpty() || place.startsWith(DYNAMODB))) {
            variables.fault(PLACE + " or " + TABLE + " is missing, expected dynamodb:table, http://127.0.0.1:port/path"
                    + " or the DynamoDB table of events");
        }
        return new StoreSettings(
                null,
                table,
                variables.required("NEXTCART_TOMBSTONES_TABLE", "the DynamoDB table of tombstones"),
                variables.required("NEXTCART_CATALOGUE_TABLE", "the DynamoDB table of the catalogue"),
                variables.required("NEXTCART_RULES_TABLE", "the DynamoDB table of merchandising rules"),
                variables.wholeNumber(
                        "NEXTCART_EVENTS_TTL_DAYS",
                        1,
                        DynamoEventStore.MAX_TTL_DAYS,
                        DynamoEventStore.DEFAULT_TTL_DAYS));
    }

    public Stores open() {
        if (place != null) {
            HttpStore store = new HttpStore(place);
            return new Stores(store, store, store);
        }
        DynamoDbClient client = DynamoClients.open();
        Clock clock = Clock.systemUTC();
        return new Stores(
                new DynamoEventStore(client, eventsTable, tombstonesTable, ttlDays, clock),
                new DynamoCatalogueStore(client, catalogueTable, clock),
                new DynamoRuleStore(client, rulesTable));
    }

    private static @Nullable URI onThisMachine(Environment variables, String place) {
        try {
            return HttpStore.check(URI.create(place));
        } catch (IllegalArgumentException e) {
            variables.fault(PLACE + " is " + place + ", expected http://127.0.0.1:port/path");
            return null;
        }
    }
}
