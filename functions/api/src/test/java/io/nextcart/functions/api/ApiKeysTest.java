package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.nextcart.data.Environment;
import io.nextcart.data.Sha256;
import io.nextcart.store.document.JsonFields;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
    private static final String KEYS =
            "server:" + hash("ours") + ", server:" + hash("our next one") + " page:" + hash("everybody's");
    private static final String ADMIN = " admin:" + hash("the boss's");

    private final ApiHandler handler = handler(Map.of(ApiKeys.VARIABLE, KEYS));

    private static ApiHandler handler(Map<String, String> variables) {
        return new ApiHandler(
                new Router()
                        .onAdmin("PUT", "/v1/rules", ApiKeysTest::echo)
                        .on("DELETE", "/v1/users/{user_id}", ApiKeysTest::echo)
                        .onPage("GET", "/v1/items/{item_id}", ApiKeysTest::echo)
                        .onOpen("GET", "/v1/health", ApiKeysTest::echo),
                RequestLog.NONE,
                Cors.NONE,
                ApiKeys.named(new Environment(variables)));
    }

    private static String hash(String key) {
        return new Sha256().add(key).hex();
    }

    private static ApiResponse echo(ApiRequest request) {
        return ApiResponse.json(200, new JsonFields().put("parameters", request.pathParameters()));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/users/u, ours, 200",
        "DELETE, /v1/users/u, our next one, 200",
        "DELETE, /v1/users/u, everybody's, 403",
        "DELETE, /v1/users/u, another, 403",
        "DELETE, /v1/users/u, '', 403",
        "DELETE, /v1/users/u, , 401",
        "GET, /v1/items/i, everybody's, 200",
        "GET, /v1/items/i, ours, 200",
        "GET, /v1/items/i, , 401",
        "GET, /v1/health, , 200",
        "POST, /v1/health, , 401",
        "GET, /nothing, , 401",
        "GET, /nothing, ours, 404"
    })
    void aKeyReachesTheCallsOfItsScope(String method, String path, String key, int status) throws IOException {
        APIGatewayProxyRequestEvent event = AwsEvents.full(method, path);
        if (key != null) {
            event.setHeaders(Map.of("X-Api-Key", key));
        }
        APIGatewayProxyResponseEvent answer = AwsEvents.send(event, handler);
        assertThat(answer.getStatusCode()).isEqualTo(status);
        if (status >= 400) {
            assertThat(answer.getHeaders()).containsEntry("content-type", "application/problem+json");
            assertThat(answer.getBody()).contains("\"status\":" + status).doesNotContain("ours", "everybody");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/rules, the boss's, true, 200",
        "PUT, /v1/rules, ours, true, 403",
        "PUT, /v1/rules, ours, false, 200", // a shop with keys of two scopes keeps what it had
        "PUT, /v1/rules, the boss's, false, 403",
        "PUT, /v1/rules, everybody's, true, 403",
        "PUT, /v1/rules, everybody's, false, 403",
        "PUT, /v1/rules, , true, 401",
        "DELETE, /v1/users/u, the boss's, true, 200",
        "DELETE, /v1/users/u, ours, true, 200",
        "DELETE, /v1/users/u, everybody's, true, 403",
        "GET, /v1/items/i, the boss's, true, 200",
        "GET, /nothing, the boss's, true, 404"
    })
    void aKeyOfAdminsTakesTheirCallsFromTheServersKey(String method, String path, String key, boolean admin, int status)
            throws IOException {
        APIGatewayProxyRequestEvent event = AwsEvents.full(method, path);
        if (key != null) {
            event.setHeaders(Map.of("X-Api-Key", key));
        }
        APIGatewayProxyResponseEvent answer =
                AwsEvents.send(event, handler(Map.of(ApiKeys.VARIABLE, admin ? KEYS + ADMIN : KEYS)));
        assertThat(answer.getStatusCode()).isEqualTo(status);
    }

    @Test
    void aRefusalSaysWhichKeyTheCallNeeds() throws IOException {
        APIGatewayProxyRequestEvent event = AwsEvents.full("PUT", "/v1/rules");
        event.setHeaders(Map.of("X-Api-Key", "ours"));
        assertThat(AwsEvents.send(event, handler(Map.of(ApiKeys.VARIABLE, KEYS + ADMIN)))
                        .getBody())
                .contains("header X-API-Key holds a server's key, expected an admin's key for this call");
        event = AwsEvents.full("DELETE", "/v1/users/u");
        event.setHeaders(Map.of("X-Api-Key", "everybody's"));
        assertThat(AwsEvents.send(event, handler).getBody())
                .contains("header X-API-Key holds a page's key, expected a server's key for this call");
    }

    @ParameterizedTest
    @CsvSource({"boss, 200, 200", "ours, 403, 200", "pages1, 403, 403", "'', 403, 403"})
    void behindARestApiAKeyOfAdminsIsKnownByItsId(String id, int rules, int users) throws IOException {
        ApiHandler known = handler(Map.of(ApiKeys.PAGE_IDS, "pages1", ApiKeys.ADMIN_IDS, "boss"));
        for (String line : List.of("PUT /v1/rules", "DELETE /v1/users/u")) {
            String event = new JsonFields()
                    .put("httpMethod", line.substring(0, line.indexOf(' ')))
                    .put("path", line.substring(line.indexOf(' ') + 1))
                    .put("requestContext", Map.of("identity", Map.of("apiKeyId", id)))
                    .toText();
            assertThat(ProxyCall.send(event, known).status()).isEqualTo(line.startsWith("PUT") ? rules : users);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/users/u, ours, 200",
        "DELETE, /v1/users/u, pages2, 403",
        "DELETE, /v1/users/u, '', 403",
        "DELETE, /v1/users/u, , 403",
        "GET, /v1/items/i, pages1, 200",
        "GET, /v1/items/i, ours, 200",
        "GET, /v1/health, , 200",
        "GET, /nothing, pages1, 404"
    })
    void behindARestApiAKeyOfPagesIsKnownByItsId(String method, String path, String id, int status) throws IOException {
        Map<String, ?> identity = id == null ? Map.of() : Map.of("apiKeyId", id);
        String event = new JsonFields()
                .put("httpMethod", method)
                .put("path", path)
                .put("requestContext", Map.of("identity", identity))
                .toText();
        assertThat(ProxyCall.send(event, handler(Map.of(ApiKeys.PAGE_IDS, "pages1 pages2")))
                        .status())
                .isEqualTo(status);
    }

    @Test
    void twoDifferentKeysAreNoneThatIsKnown() throws IOException {
        for (List<String> keys : List.of(List.of("ours", "other"), List.of("other", "ours"), List.of("ours", "ours"))) {
            APIGatewayProxyRequestEvent event = AwsEvents.full("GET", "/v1/items/a");
            event.setHeaders(Map.of("x-api-key", keys.get(1)));
            event.setMultiValueHeaders(Map.of("x-api-key", keys));
            assertThat(AwsEvents.send(event, handler).getStatusCode())
                    .as("%s", keys)
                    .isEqualTo(keys.contains("other") ? 403 : 200);
        }
    }

    @Test
    void whoMayInvokeTheFunctionNeedsNoKey() throws IOException {
        assertThat(ProxyCall.send("{\"httpMethod\":\"DELETE\",\"path\":\"/v1/users/u\"}", handler)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anEntryThatIsNoDigestIsAFaultThatDoesNotRepeatIt() {
        Environment variables = new Environment(Map.of(ApiKeys.VARIABLE, "server:plain-text-key"));
        assertThat(ApiKeys.named(variables)).isSameAs(ApiKeys.NONE);
        assertThatThrownBy(variables::check)
                .hasMessageContaining("NEXTCART_KEYS has an entry that is not server:<SHA-256 in hex>")
                .hasMessageNotContaining("plain-text-key");
    }

    @ParameterizedTest
    @CsvSource({"'café 100%'", "a/b", "a?b#c", "%41", "+"})
    void anHttpApiDecodesThePathAndTheIdIsFoundAllTheSame(String id) throws IOException {
        APIGatewayProxyRequestEvent event = AwsEvents.full("GET", "/v1/items/" + id);
        event.setResource("/v1/items/{item_id}");
        event.setPathParameters(Map.of("item_id", id));
        event.setHeaders(Map.of("x-api-key", "ours"));
        APIGatewayProxyResponseEvent answer = AwsEvents.send(event, handler);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getBody())
                .isEqualTo(new JsonFields()
                        .put("parameters", Map.of("item_id", id))
                        .toText());
    }
}
