package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.functions.api.ProxyCall.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorsTest {
    private static final Router NOTHING = new Router();

    @Test
    void everyAnswerCarriesTheOrigin() {
        Cors cors = Cors.named(Map.of(Cors.VARIABLE, " https://www.shop.example:8443 "));
        Reply reply = ProxyCall.of("GET /none").to(new ApiHandler(NOTHING, RequestLog.NONE, cors, ApiKeys.NONE));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers())
                .containsEntry("access-control-allow-origin", "https://www.shop.example:8443")
                .containsEntry("content-type", "application/problem+json");
    }

    @Test
    void withoutAnOriginNoAnswerTellsOfOne() {
        Reply reply = ProxyCall.of("GET /none")
                .to(new ApiHandler(NOTHING, RequestLog.NONE, Cors.named(Map.of()), ApiKeys.NONE));
        assertThat(reply.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop.example", "https://shop.example/", "https://a https://b", "ftp://x", "https://x\r\ny: z"})
    void whatIsNoOriginIsRefused(String text) {
        assertThatThrownBy(() -> new Cors(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }
}
