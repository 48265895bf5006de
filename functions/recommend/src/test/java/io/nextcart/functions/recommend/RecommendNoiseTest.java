package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.Noise;
import io.nextcart.functions.api.ProxyCall.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecommendNoiseTest {
    private static final List<String> NAMES = List.of(
            "user_id",
            "item_id",
            "session",
            "session",
            "k",
            "exclude",
            "cart",
            "category",
            "available_only",
            "exclude_purchased",
            "exclude_viewed",
            "diversity",
            "explain",
            "type",
            "timestamp",
            "other");
    private static final List<String> LINES = List.of(
            "GET /v1/recommendations/{}",
            "POST /v1/recommendations",
            "POST /v1/recommendations",
            "POST /v1/recommendations",
            "GET /v1/items/{}/similar",
            "GET /v1/popular",
            "GET /v1/model",
            "GET /v1/health",
            "POST /recommendations?user_id=u",
            "POST /recommendations_online",
            "POST /recommendations_offline",
            "POST /similar_items?item_id=a",
            "GET /{}/{}",
            "DELETE /v1/popular");

    @TempDir
    Path folder;

    @Test
    void nothingThatIsAskedIsAFaultOfOurs() throws IOException {
        try (ServedShop shop = new ServedShop(folder, true)) {
            Set<Integer> seen = new TreeSet<>();
            for (long seed = 0; seed < 4_000; seed++) {
                Reply reply = new Noise(seed, NAMES).call(LINES).to(shop.handler);
                assertThat(reply.status()).as("seed %d: %s", seed, reply.body()).isLessThan(500);
                assertThat(reply.json()).as("seed %d", seed).isNotEmpty();
                seen.add(reply.status());
            }
            assertThat(seen).containsExactly(200, 400, 404, 405);
        }
    }
}
