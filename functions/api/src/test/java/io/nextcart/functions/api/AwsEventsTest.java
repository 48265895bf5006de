package io.nextcart.functions.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.nextcart.store.document.JsonFields;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The content of AWS's event class reaches a call, and the call's response fits AWS's response class. */
class AwsEventsTest {
    private final List<ApiRequest> seen = new ArrayList<>();
    private final ApiHandler handler = new ApiHandler(new Router().on("POST", "/v1/things/{thing}", request -> {
        seen.add(request);
        return ApiResponse.json(202, new JsonFields().put("a", "ü ☃ 😀 \" \\ \u2028"));
    }));

    @Test
    void everyFieldThatMattersArrivesAndNoOtherIsTakenForIt() throws Exception {
        APIGatewayProxyRequestEvent event = AwsEvents.full("POST", "/v1/things/a%2Fb")
                .withHeaders(Map.of("X-Custom", "last"))
                .withMultiValueHeaders(Map.of("X-Custom", List.of("first", "last"), "Other", List.of("o")))
                .withQueryStringParameters(Map.of("a", "2", "ü", "é&="))
                .withMultiValueQueryStringParameters(Map.of("a", List.of("1", "2"), "ü", List.of("é&=")))
                .withBody("{\"a\":\"ü\u2028😀\"}");
        for (PropertyDescriptor property :
                Introspector.getBeanInfo(event.getClass(), Object.class).getPropertyDescriptors()) {
            assertThat(property.getReadMethod().invoke(event))
                    .as(property.getName())
                    .isNotNull();
        }
        APIGatewayProxyResponseEvent answer = AwsEvents.send(event, handler);
        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(202);
        ApiRequest request = seen.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/things/a%2Fb");
        assertThat(request.pathParameters()).isEqualTo(Map.of("thing", "a/b"));
        assertThat(request.query()).isEqualTo(Map.of("a", List.of("1", "2"), "ü", List.of("é&=")));
        assertThat(request.headers()).isEqualTo(Map.of("x-custom", "last", "other", "o"));
        assertThat(new String(request.body(), UTF_8)).isEqualTo("{\"a\":\"ü\u2028😀\"}");
        assertThat(request.requestId()).isEqualTo("gateway-1");
    }

    @Test
    void aBase64BodyArrivesAsItsBytes() throws Exception {
        byte[] bytes = {0, (byte) 0xFF, '{', (byte) 0xC3};
        AwsEvents.send(
                AwsEvents.full("POST", "/v1/things/a")
                        .withBody(Base64.getEncoder().encodeToString(bytes))
                        .withIsBase64Encoded(true),
                handler);
        assertThat(seen.get(0).body()).isEqualTo(bytes);
    }

    @Test
    void parametersArriveWithoutTheirListsToo() throws Exception {
        AwsEvents.send(
                AwsEvents.full("POST", "/v1/things/a")
                        .withQueryStringParameters(Map.of("a", "1"))
                        .withMultiValueHeaders(null),
                handler);
        assertThat(seen.get(0).query()).isEqualTo(Map.of("a", List.of("1")));
        assertThat(seen.get(0).headers()).isEqualTo(Map.of("accept", "*/*"));
    }

    @Test
    void whatIsAbsentOrNullIsEmpty() throws Exception {
        APIGatewayProxyRequestEvent bare =
                new APIGatewayProxyRequestEvent().withHttpMethod("POST").withPath("/v1/things/a");
        assertThat(AwsEvents.send(bare, handler).getStatusCode()).isEqualTo(202);
        ProxyCall.send(
                "{\"httpMethod\":\"POST\",\"path\":\"/v1/things/a\",\"resource\":null,\"headers\":null,"
                        + "\"multiValueHeaders\":null,\"queryStringParameters\":null,"
                        + "\"multiValueQueryStringParameters\":null,\"pathParameters\":null,\"stageVariables\":null,"
                        + "\"requestContext\":null,\"body\":null,\"isBase64Encoded\":null}",
                handler);
        assertThat(seen).hasSize(2).allSatisfy(request -> {
            assertThat(request.query()).isEmpty();
            assertThat(request.headers()).isEmpty();
            assertThat(request.body()).isEmpty();
            assertThat(request.requestId()).isNotEmpty();
        });
    }

    @Test
    void anAnswerIsWhatAwsReads() throws Exception {
        APIGatewayProxyResponseEvent answer = AwsEvents.send(AwsEvents.full("POST", "/v1/things/a"), handler);
        assertThat(answer.getStatusCode()).isEqualTo(202);
        assertThat(answer.getIsBase64Encoded()).isFalse();
        assertThat(answer.getHeaders())
                .isEqualTo(Map.of("content-type", "application/json", "x-request-id", "gateway-1"));
        assertThat(answer.getBody()).isEqualTo("{\"a\":\"ü ☃ 😀 \\\" \\\\ \u2028\"}");

        APIGatewayProxyResponseEvent problem = AwsEvents.send(AwsEvents.full("DELETE", "/v1/things/a"), handler);
        assertThat(problem.getStatusCode()).isEqualTo(405);
        assertThat(problem.getHeaders())
                .containsEntry("allow", "POST")
                .containsEntry("content-type", "application/problem+json");
    }
}
