package io.nextcart.functions.recommend;

import io.nextcart.data.ListLength;
import io.nextcart.engine.Exploration;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for recommendations.
 *
 * @param userId whose stored events count, or null
 * @param session the shopper's latest events, oldest first; they follow the stored ones
 * @param k number of items, 1–{@link ListLength#MOST}
 * @param diversity 0–1
 * @param placement of the list, or null
 * @param exploration how much of the list goes to items that few have seen
 */
record RecommendRequest(
        @Nullable String userId,
        List<Interaction> session,
        int k,
        Query.Filters filters,
        double diversity,
        @Nullable String placement,
        Exploration exploration) {
    RecommendRequest {
        session = List.copyOf(session);
    }

    /** For a user, with default options. */
    static RecommendRequest of(String userId, int k) {
        return new RecommendRequest(userId, List.of(), k, Query.Filters.NONE, 0, null, Exploration.NONE);
    }
}
