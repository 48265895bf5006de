package io.nextcart.functions.recommend;

import io.nextcart.data.ListLength;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param userId whose stored events count, or null
 * @param session what the shopper did just now, oldest first, after what is stored
 * @param k how many items, 1–{@link ListLength#MOST}
 * @param diversity 0–1
 */
record RecommendRequest(
        @Nullable String userId, List<Interaction> session, int k, Query.Filters filters, double diversity) {
    RecommendRequest {
        session = List.copyOf(session);
    }

    /** For a user, without any wish. */
    static RecommendRequest of(String userId, int k) {
        return new RecommendRequest(userId, List.of(), k, Query.Filters.NONE, 0);
    }
}
