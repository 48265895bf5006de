package io.nextcart.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.Noise;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class EventsNoiseTest {
    private static final List<String> NAMES = List.of(
            "events",
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
            "k",
            "available",
            "category",
            "price",
            "title",
            "image_url",
            "other");
    private static final List<String> LINES = List.of(
            "POST /v1/events",
            "POST /v1/events",
            "POST /v1/events",
            "GET /v1/users/{}/events",
            "DELETE /v1/users/{}",
            "PUT /v1/items/{}",
            "POST /v1/items",
            "DELETE /v1/items/{}",
            "POST /put?user_id=u&item_id=7",
            "POST /put",
            "POST /get?user_id=u",
            "POST /get",
            "GET /{}",
            "PUT /v1/events");

    @Test
    void nothingThatIsSentIsAFaultOfOurs() {
        EventsHandler handler = new EventsHandler(new EventsService(
                new MemoryEventStore(), new MemoryCatalogueStore(), new MemoryRuleStore(), Clock.systemUTC()));
        Set<Integer> seen = new TreeSet<>();
        for (long seed = 0; seed < 13_000; seed++) {
            Reply reply = new Noise(seed, NAMES).call(LINES).to(handler);
            assertThat(reply.status()).as("seed %d: %s", seed, reply.body()).isLessThan(500);
            assertThat(reply.json()).as("seed %d", seed).isNotEmpty();
            seen.add(reply.status());
        }
        assertThat(seen).containsExactly(200, 202, 400, 404, 405);
    }
}
