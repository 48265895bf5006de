package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ProxyCall.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompatibleCallsTest {
    @TempDir
    Path folder;

    private ServedShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new ServedShop(folder, true);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void blendedAndOfflineRankTheStoredHistory() {
        List<Object> expected = shop.call("GET /v1/recommendations/u?k=100").list("items", "item_id");
        assertThat(shop.call("POST /recommendations?user_id=u").list("recs")).isEqualTo(expected);
        assertThat(shop.call("POST /recommendations_offline?user_id=u").list("recs"))
                .isEqualTo(expected);
        assertThat(shop.call("POST /recommendations_offline?user_id=1&k=2").body())
                .isEqualTo("{\"recs\":[\"a\",\"b\"]}");
    }

    @Test
    void onlineIsEmptyWithoutEvents() {
        assertThat(shop.call("POST /recommendations_online?user_id=u&k=3").list("recs"))
                .hasSize(3);
        assertThat(shop.call("POST /recommendations_online?user_id=1&k=3").body())
                .isEqualTo("{\"recs\":[]}");
    }

    @Test
    void aLargeKIsTakenForAHundred() {
        assertThat(shop.call("POST /recommendations?user_id=u&k=100000").list("recs"))
                .hasSize(12);
    }

    @Test
    void similarItemsHaveAScoreEach() {
        Reply reply = shop.call("POST /similar_items?item_id=a&k=2");
        assertThat(reply.list("item_id_sim")).containsExactlyInAnyOrder("b", "c");
        assertThat(reply.list("score"))
                .hasSize(2)
                .allSatisfy(score -> assertThat(score).isInstanceOf(Double.class));
        assertThat(shop.call("POST /similar_items?item_id=a").list("score")).hasSize(10);
    }

    @Test
    void theShopperAndTheItemAreRequired() {
        for (String path : List.of("/recommendations", "/recommendations_offline", "/recommendations_online")) {
            Reply reply = shop.call("POST " + path + "?k=0");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.list("errors", "field")).containsExactly("user_id", "k");
        }
        assertThat(shop.call("POST /similar_items").list("errors", "field")).containsExactly("item_id");
    }
}
