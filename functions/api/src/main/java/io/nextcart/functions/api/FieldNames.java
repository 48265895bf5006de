package io.nextcart.functions.api;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** The names of fields in the bodies of requests, and other names that are nearly theirs. */
final class FieldNames {
    static final List<String> OF_AN_EVENT = List.of(
            "event_id",
            "user_id",
            "visitorid",
            "type",
            "event",
            "item_id",
            "itemid",
            "timestamp",
            "transaction_id",
            "transactionid",
            "value",
            "recommendation_id",
            "placement",
            "events",
            "impressions");

    static final List<String> OF_AN_ITEM =
            List.of("item_id", "available", "category", "categories", "price", "title", "image_url");

    /** The other fields of calls that read a body. */
    private static final List<String> OF_OTHER_BODIES = List.of(
            "session",
            "cart",
            "k",
            "exclude",
            "available_only",
            "exclude_purchased",
            "exclude_viewed",
            "offset",
            "diversity",
            "explain",
            "explore",
            "fields",
            "items");

    /** Most unknown names compared with the known ones. */
    private static final int MAX_UNKNOWN = 1000;

    private FieldNames() {}

    /** Whether a name is, or is nearly, that of a field in the body of some call. */
    static boolean isOfABody(String name) {
        return isNear(name, OF_AN_EVENT) || isNear(name, OF_AN_ITEM) || isNear(name, OF_OTHER_BODIES);
    }

    private static boolean isNear(String name, List<String> fields) {
        return fields.contains(name) || NearMiss.of(name, fields) != null;
    }

    /**
     * Finds names that are nearly those of fields.
     *
     * @param found takes the name and the reason
     */
    static void nearMisses(Set<String> names, Collection<String> fields, BiConsumer<String, String> found) {
        names.stream()
                .filter(name -> !fields.contains(name))
                .sorted()
                .limit(MAX_UNKNOWN)
                .forEach(name -> {
                    String meant = NearMiss.of(name, fields);
                    if (meant != null) {
                        found.accept(name, "is not a field of this call, expected " + meant);
                    }
                });
    }
}
