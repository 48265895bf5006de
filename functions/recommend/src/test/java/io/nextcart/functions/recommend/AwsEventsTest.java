package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.api.AwsEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With AWS's own events and answers. */
class AwsEventsTest {
    @TempDir
    private Path folder;

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
    void repeatedParametersAllCount() throws Exception {
        APIGatewayProxyRequestEvent event = AwsEvents.full("GET", "/v1/recommendations/u")
                .withQueryStringParameters(Map.of("k", "100", "exclude", "c"))
                .withMultiValueQueryStringParameters(Map.of("k", List.of("100"), "exclude", List.of("a,b", "c")));
        Map<String, Object> answer = answer(event);
        assertThat(answer).containsEntry("fallback_level", "personal");
        assertThat((List<?>) answer.get("items"))
                .hasSize(9)
                .extracting(item -> String.valueOf(((Map<?, ?>) item).get("item_id")))
                .doesNotContain("a", "b", "c");
    }

    @Test
    void aBodyMayBeBase64() throws Exception {
        String json = "{\"session\":[{\"item_id\":\"e\"},{\"item_id\":\"ü\"}],\"k\":2}";
        APIGatewayProxyRequestEvent event = AwsEvents.full("POST", "/v1/recommendations");
        Map<String, Object> plain = answer(event.clone().withBody(json));
        Map<String, Object> encoded = answer(event.clone()
                .withBody(Base64.getEncoder().encodeToString(json.getBytes(UTF_8)))
                .withIsBase64Encoded(true));
        assertThat(plain).containsEntry("fallback_level", "session");
        assertThat(encoded.get("items")).isEqualTo(plain.get("items"));
    }

    private Map<String, Object> answer(APIGatewayProxyRequestEvent event) throws IOException {
        APIGatewayProxyResponseEvent answer = AwsEvents.send(event, shop.handler);
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
        return JSON.std.mapFrom(answer.getBody());
    }
}
