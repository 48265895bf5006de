package io.nextcart.functions.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.nextcart.functions.api.AwsEvents;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Uses AWS's event and response classes. */
class AwsEventsTest {
    private static final String BATCH =
            "{\"events\":[{\"user_id\":\"ü/1\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1442545180005},7]}";
    private static final String RECEIPT =
            "{\"accepted\":%d,\"duplicates\":%d,\"rejected\":[{\"index\":1,\"field\":\"events[1]\",\"reason\":\"expected an object\"}]}";

    private final EventsHandler handler = new EventsHandler(new EventsService(
            new MemoryEventStore(), new MemoryCatalogueStore(), new MemoryRuleStore(), Clock.systemUTC()));

    @Test
    void aBatchIsTheSameAsTextAndInBase64() throws Exception {
        APIGatewayProxyRequestEvent event = AwsEvents.full("POST", "/v1/events");
        assertThat(body(event.clone().withBody(BATCH), 202)).isEqualTo(RECEIPT.formatted(1, 0));
        String base64 = Base64.getEncoder().encodeToString(BATCH.getBytes(UTF_8));
        assertThat(body(event.clone().withBody(base64).withIsBase64Encoded(true), 202))
                .isEqualTo(RECEIPT.formatted(0, 1));
        assertThat(body(AwsEvents.full("GET", "/v1/users/%C3%BC%2F1/events"), 200))
                .isEqualTo(
                        "{\"user_id\":\"ü/1\",\"events\":[{\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1442545180005}]}");
    }

    @Test
    void parametersOfTheCompatibleCallsArrive() throws Exception {
        APIGatewayProxyRequestEvent put = AwsEvents.full("POST", "/put")
                .withQueryStringParameters(Map.of("user_id", "7", "item_id", "3"))
                .withMultiValueQueryStringParameters(Map.of("user_id", List.of("7"), "item_id", List.of("3")));
        assertThat(body(put, 200)).isEqualTo("{\"result\":\"ok\"}");
        assertThat(body(AwsEvents.full("POST", "/get").withQueryStringParameters(Map.of("user_id", "7")), 200))
                .isEqualTo("{\"events\":[3]}");
    }

    private String body(APIGatewayProxyRequestEvent event, int status) throws IOException {
        APIGatewayProxyResponseEvent answer = AwsEvents.send(event, handler);
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(status);
        return answer.getBody();
    }
}
