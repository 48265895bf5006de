package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the tiny shop, few have seen k and l, which are of the category of i. Every place but the first explores. */
final class ExplorationTest {
    private static final String SESSION = "{\"session\":[{\"item_id\":\"i\"}],\"k\":2";

    @TempDir
    private Path folder;

    private ServedShop shop;

    @BeforeEach
    void serve() throws IOException {
        shop = new ServedShop(folder, true, RecommendService.WAIT_BUDGET, new RecommendService.Shares(0.2, 1));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void anItemThatExploresSaysSo() {
        Reply reply = shop.post(SESSION + ",\"explain\":true}");

        assertThat(reply.list("items", "source").get(0)).isNotEqualTo("exploration");
        assertThat(reply.list("items", "source").get(1)).isEqualTo("exploration");
        assertThat(reply.list("items", "reason").get(1)).isEqualTo("few shoppers have seen it yet");
        assertThat(reply.list("items", "item_id").get(1)).isIn("k", "l");
        Map<?, ?> explained = (Map<?, ?>) reply.list("items", "explain").get(1);
        assertThat(((Number) explained.get("views")).intValue()).isLessThanOrEqualTo(20);
    }

    @Test
    void theIdOfTheRequestDrawsTheList() {
        Set<Object> shown = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            Object first = drawn("r" + i);
            assertThat(drawn("r" + i)).isEqualTo(first);
            shown.add(first);
        }
        assertThat(shown).containsExactlyInAnyOrder("k", "l");
    }

    private Object drawn(String requestId) {
        return ProxyCall.of("POST /v1/recommendations")
                .header("x-request-id", requestId)
                .body(SESSION + "}")
                .to(shop.handler)
                .list("items", "item_id")
                .get(1);
    }

    @Test
    void aRequestMayTurnItOff() {
        assertThat(shop.post(SESSION + ",\"explore\":false}").list("items", "source"))
                .doesNotContain("exploration");
        assertThat(shop.call("GET /v1/items/i/similar?k=2").list("items", "source"))
                .contains("exploration");
        assertThat(shop.call("GET /v1/items/i/similar?k=2&explore=false").list("items", "source"))
                .containsExactly("similar", "similar");
    }

    @Test
    void whatIsPopularPreviewsAndTheControlGroupDoNotExplore() {
        String user = IntStream.range(0, 100)
                .mapToObj(i -> "c" + i)
                .filter(Assignment.control(0.2)::holds)
                .findFirst()
                .orElseThrow();
        assertThat(shop.post(SESSION + ",\"user_id\":\"" + user + "\"}").list("items", "source"))
                .doesNotContain("exploration");
        assertThat(shop.call("GET /v1/popular?category=z&k=2").list("items", "source"))
                .doesNotContain("exploration");
        assertThat(shop.call("POST /v1/preview", SESSION + ",\"rules\":[]}").list("items", "source"))
                .hasSize(2)
                .doesNotContain("exploration");
    }

    @Test
    void itsItemsAreCountedApartAndMarkedInTheIdOfTheList() {
        Reply reply = shop.post(SESSION + ",\"placement\":\"home\"}");

        assertThat(shop.measures).contains("items home champion", "items home champion exploration");
        List<Object> items = reply.list("items", "item_id");
        assertThat(id(reply).explores(items.get(1).toString())).isTrue();
        assertThat(id(reply).explores(items.get(0).toString())).isFalse();
        assertThat(id(shop.post(SESSION + ",\"explore\":false}")).explores()).isFalse();
    }

    private static RecommendationId id(Reply reply) {
        return RecommendationId.parse(reply.json().get("recommendation_id").toString())
                .orElseThrow();
    }
}
