package io.nextcart.functions.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Environment;
import io.nextcart.functions.store.dynamo.DynamoEventStore;
import io.nextcart.functions.store.http.HttpEventStore;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The event store that the environment names: {@code NEXTCART_EVENTS} is {@code http://127.0.0.1:port/path} for events that
 * another process of this machine keeps, or {@code dynamodb:table}; when it is missing, the variables of {@link
 * DynamoEventStore#open} say everything.
 */
public final class EventStores {
    static final String PLACE = "NEXTCART_EVENTS";
    private static final String TABLE = "NEXTCART_EVENTS_TABLE";
    private static final String DYNAMODB = "dynamodb:";

    private EventStores() {}

    /** A store that is named but not opened yet. */
    @FunctionalInterface
    public interface Named {
        /** Opens it. Nothing is read or written. */
        EventStore open();
    }

    /**
     * Reads the variables; {@link Environment#check} tells what is wrong with them.
     *
     * @param map the variables that {@code variables} reads
     */
    public static Named named(Environment variables, Map<String, String> map) {
        requireNonNull(variables, "variables is null");
        String place = variables.optional(PLACE);
        if (place.startsWith("http:")) {
            try {
                HttpEventStore store = new HttpEventStore(URI.create(place));
                return () -> store;
            } catch (IllegalArgumentException e) {
                variables.fault(PLACE + " is " + place + ", expected http://127.0.0.1:port/path");
                return unusable();
            }
        }
        Map<String, String> settings = new HashMap<>(map);
        if (place.startsWith(DYNAMODB)) {
            settings.put(TABLE, place.substring(DYNAMODB.length()));
        } else if (!place.isEmpty()) {
            variables.fault(PLACE + " is " + place + ", expected dynamodb:table or http://127.0.0.1:port/path");
            return unusable();
        }
        // Told here already, together with what else is missing.
        if (settings.getOrDefault(TABLE, "").isBlank()) {
            variables.fault(PLACE + " or " + TABLE + " is missing, expected dynamodb:table, http://127.0.0.1:port/path"
                    + " or the DynamoDB table of events");
        }
        variables.required("NEXTCART_TOMBSTONES_TABLE", "the DynamoDB table of tombstones");
        return () -> DynamoEventStore.open(settings);
    }

    private static Named unusable() {
        return () -> {
            throw new IllegalStateException("opened before the environment was checked");
        };
    }
}
