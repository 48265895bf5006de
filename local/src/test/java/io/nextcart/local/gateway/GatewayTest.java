package io.nextcart.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.PathTemplate;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.http.ListenAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
    private final Queue<Map<String, Object>> seen = new ConcurrentLinkedQueue<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile String answer = "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"application/json\"},"
            + "\"body\":\"{\\\"ok\\\":\\\"ü\\\"}\"}";
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        start(ListenAddress.loopback(0), ApiKey.none());
    }

    private void start(ListenAddress address, ApiKey key) throws IOException {
        stop();
        RequestStreamHandler echo = (in, out, context) -> {
            seen.add(JSON.std.mapFrom(in.readAllBytes()));
            assertThat(context.getAwsRequestId()).isNotEmpty();
            out.write(answer.getBytes(StandardCharsets.UTF_8));
        };
        gateway = Gateway.start(
                address,
                new Routes(List.of(
                        new Routes.Route("GET", PathTemplate.of("/x"), echo, Scope.SERVER, false),
                        new Routes.Route("POST", PathTemplate.of("/x"), echo, Scope.SERVER, false),
                        new Routes.Route(
                                "POST", PathTemplate.of("/v1/recommendations/{user_id}"), echo, Scope.PAGE, true))),
                key,
                Cors.NONE);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).timeout(Duration.ofSeconds(10));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Sends bytes as they are; returns everything received before the connection ends. */
    private String raw(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.setSoTimeout(5000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return ""; // closed while writing: an answer too
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), gateway.url().getPort());
    }

    @Test
    void requestBecomesAProxyEvent() throws Exception {
        HttpResponse<String> response = send(request("/v1/recommendations/u%2F1?k=5&exclude=a&exclude=b%20c&flag")
                .header("X-Test", "one")
                .header("X-Test", "two")
                .POST(BodyPublishers.ofString("{\"a\":\"ü\"}")));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"ok\":\"ü\"}");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        Map<String, Object> event = seen.remove();
        assertThat(event)
                .containsEntry("httpMethod", "POST")
                .containsEntry("path", "/v1/recommendations/u%2F1")
                .containsEntry("body", "{\"a\":\"ü\"}")
                .containsEntry("isBase64Encoded", false)
                .containsEntry(
                        "multiValueQueryStringParameters",
                        Map.of("k", List.of("5"), "exclude", List.of("a", "b c"), "flag", List.of("")))
                .containsEntry("queryStringParameters", Map.of("k", "5", "exclude", "b c", "flag", ""));
        assertThat((List<?>) ((Map<?, ?>) event.get("multiValueHeaders")).get("X-Test"))
                .hasSize(2);
        assertThat(((Map<?, ?>) event.get("requestContext")).get("requestId").toString())
                .hasSize(36);
    }

    @Test
    void bodyThatIsNoTextTravelsAsBase64() throws Exception {
        send(request("/x").POST(BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0, 1})));
        assertThat(seen.remove()).containsEntry("isBase64Encoded", true).containsEntry("body", "/wAB");
    }

    @Test
    void base64AnswerIsDecoded() throws Exception {
        answer = "{\"statusCode\":201,\"multiValueHeaders\":{\"X-Two\":[\"a\",\"b\"]},\"isBase64Encoded\":true,"
                + "\"body\":\"aGk=\"}";
        HttpResponse<String> response = send(request("/x").GET());
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("hi");
        assertThat(response.headers().allValues("x-two")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/xx", "/x/", "/x/x", "/v1/recommendations", "/v1/recommendations/"})
    void pathWithoutARouteIs404AndReachesNoFunction(String path) throws Exception {
        HttpResponse<String> response = send(request(path).GET());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(seen).isEmpty();
    }

    @Test
    void theFunctionsOfAContractMustBeThere() {
        assertThatThrownBy(() -> Routes.ofContract(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("POST /v1/events is for the function events, expected one of []");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"statusCode\":99}",
                "{\"statusCode\":\"x\"}",
                "{\"statusCode\":200"
            })
    void badAnswerOfAFunctionIs502(String proxyAnswer) throws Exception {
        answer = proxyAnswer;
        HttpResponse<String> response = send(request("/x").GET());
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void headerThatBreaksTheLineIsNotSent() throws Exception {
        answer = "{\"statusCode\":200,\"headers\":{\"X-A\":\"a\\r\\nX-Evil: 1\"},\"body\":\"x\"}";
        HttpResponse<String> response = send(request("/x").GET());
        assertThat(response.headers().firstValue("x-evil")).isEmpty();
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void bodyOfOneMebibyteIsTakenAndOneByteMoreIsNot() throws Exception {
        byte[] largest = new byte[Gateway.MAX_BODY_BYTES];
        assertThat(send(request("/x").POST(BodyPublishers.ofByteArray(largest))).statusCode())
                .isEqualTo(200);
        byte[] more = new byte[Gateway.MAX_BODY_BYTES + 1];
        HttpResponse<String> refused = send(request("/x").POST(BodyPublishers.ofByteArray(more)));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("\"detail\":\"The body is larger than 1048576 bytes\"");
        assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
        byte[] muchMore = new byte[8 << 20];
        HttpResponse<String> chunked = send(
                request("/x").POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(muchMore))));
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(send(request("/x").GET()).statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyDeclaredTooLongIsRefusedBeforeItArrives() throws Exception {
        requireProblem(raw("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\nabc"), "413");
        requireProblem(
                raw("POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2000000\r\n\r\n"), "413");
        assertThat(seen).isEmpty();
    }

    @Test
    void theShopIsReadAndNotChanged() throws Exception {
        HttpResponse<String> page = send(request("/shop/").GET());
        HttpResponse<String> head = send(request("/shop/").method("HEAD", BodyPublishers.noBody()));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().map().get("content-length"))
                .isEqualTo(page.headers().map().get("content-length"));
        for (String path : List.of("/shop", "/shop/", "/shop/cart")) {
            HttpResponse<String> post = send(request(path).POST(BodyPublishers.noBody()));
            assertThat(post.statusCode()).as(path).isEqualTo(405);
            assertThat(post.headers().firstValue("allow")).contains("GET, HEAD");
        }
        assertThat(send(request("/shopping").GET()).statusCode()).isEqualTo(404);
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        HttpResponse<String> response = send(request("/x").method("HEAD", BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("content-length")).hasValue(11);
        assertThat(seen.remove()).containsEntry("httpMethod", "GET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "PATCH", "TRACE", "PROPFIND", "get"})
    void otherMethodsAre405AndReachNoFunction(String method) throws Exception {
        String response = raw(method + " /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD, POST\r\n");
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /x?k=%f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /x?k=%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET mailto:x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET //a//b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET http://elsewhere/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "GET /x HTTP/1.1\r\nHost: x\r\nno colon here\r\nConnection: close\r\n\r\n"
            })
    void malformedRequestIsAnsweredByAProblem(String request) throws Exception {
        if (request.contains("%ff")) {
            assertThat(raw(request)).startsWith("HTTP/1.1 200"); // for the function to judge
        } else {
            requireProblem(raw(request), "4");
        }
        assertThat(send(request("/x").GET()).statusCode()).isEqualTo(200);
    }

    /** Checks an answer given before any function saw the request. */
    private static void requireProblem(String response, String status) {
        assertThat(response)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("content-type: application/problem+json");
        String body = response.substring(response.indexOf("\r\n\r\n") + 4);
        assertThat(body)
                .startsWith("{\"type\":\"about:blank\",")
                .contains("\"detail\":\"")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"50%", "a b", "a\tb", "a\u0000b", "a\u0001b", "%", "%0", "a%00b"})
    void aPathThatIsNotValidIsAProblem(String id) throws Exception {
        requireProblem(
                raw("POST /v1/recommendations/" + id + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"), "400");
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x/%00", "/shop/../../x", "/%2e%2e/x", "/%zz"})
    void theFaultOfAPathIsAmongThoseNamed(String path) throws Exception {
        String response = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        requireProblem(response, "400");
        assertThat(response)
                .contains("its path may hold %00, a % that no two hexadecimal digits follow, or more .. than folders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b", "a^b", "a\"b", "a\\b", "<b>", "{b}", "a;b", "\u00c3\u00a4"})
    void aPathThatIsNotEncodedReachesTheFunctionAsItWasSent(String id) throws Exception {
        String response = raw("POST /v1/recommendations/" + id
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 200");
        String sent = new String(id.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        assertThat(seen.remove()).containsEntry("path", "/v1/recommendations/" + sent);
    }

    @Test
    void aPathThatIsNotKnownIsShownAsItWasSent() throws Exception {
        assertThat(raw("GET //v1/users/a/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("No call has the path //v1/users/a/events");
    }

    @Test
    void aUrlOf480KilobytesIsAProblem() throws Exception {
        requireProblem(raw("GET /x?k=" + "k".repeat(480_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), "414");
        requireProblem(raw("GET /x HTTP/1.1\r\nHost: x\r\nX-A: " + "k".repeat(480_000) + "\r\n\r\n"), "431");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "-5\r\nabc\r\n0\r\n\r\n",
                "2\r\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\nx\r\n\r\n"
            })
    void aBadChunkIsAProblem(String chunks) throws Exception {
        requireProblem(raw("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks), "400");
        assertThat(seen).isEmpty();
    }

    @Test
    void tooManyHeadersEndTheConnection() throws Exception {
        StringBuilder text = new StringBuilder("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (int i = 0; i < 5000; i++) {
            text.append("X-").append(i).append(": 1\r\n");
        }
        String response = raw(text.append("\r\n").toString());
        assertThat(response).doesNotStartWith("HTTP/1.1 5").doesNotStartWith("HTTP/1.1 2");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, 403",
        "http://127.0.0.1.evil.example, 403",
        "http://localhost:80@evil.example, 403",
        "http://10.0.0.7:8080, 403",
        "null, 403",
        "http://localhost:3000, 200",
        "http://127.0.0.1:8080, 200",
        "http://[::1], 200",
    })
    void withoutAKeyPagesOfOtherSitesChangeNothing(String origin, int status) throws Exception {
        HttpResponse<String> change =
                send(request("/x").header("Origin", origin).POST(BodyPublishers.ofString("{}")));
        assertThat(change.statusCode()).isEqualTo(status);
        assertThat(seen).hasSize(status == 200 ? 1 : 0);
        assertThat(send(request("/x").header("Origin", origin).GET()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "127.0.0.1.evil.example:8080, 403",
        "evil.example., 403",
        "localhost, 200",
        "LOCALHOST:8080, 200",
        "shop.localhost, 200",
        "127.0.0.1:8080, 200",
        "[::1]:8080, 200",
        "nextcart:8080, 200",
    })
    void withoutAKeyAServerOfThisMachineAnswersUnderNoSitesName(String host, int status) throws Exception {
        String request = "GET /x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        assertThat(raw(request)).startsWith("HTTP/1.1 " + status);
        assertThat(seen).hasSize(status == 200 ? 1 : 0);
        start(new ListenAddress(0, true, null), ApiKey.none());
        assertThat(raw(request)).as("listens everywhere, as somebody said").startsWith("HTTP/1.1 200");
        start(ListenAddress.loopback(0), ApiKey.of("k"));
        assertThat(raw(request.replace("Host:", "X-API-Key: k\r\nHost:")))
                .as("with a key")
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void slowClientsDoNotKeepOthersWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 600; i++) {
                Socket socket = connect();
                slow.add(socket);
                OutputStream out = socket.getOutputStream();
                String start = i % 2 == 0
                        ? "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
                        : "GET /x HTTP/1.1\r\nHo";
                out.write(start.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> response = client.send(
                        request("/x").timeout(Duration.ofSeconds(3)).GET().build(), BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void takenPortIsABindException() {
        assertThatThrownBy(
                        () -> Gateway.start(gateway.url().getPort(), new Routes(List.of()), ApiKey.none(), Cors.NONE))
                .isInstanceOf(BindException.class);
    }

    @Test
    void keyIsAskedForEverywhereButHealth() throws Exception {
        RequestStreamHandler fine =
                (in, out, context) -> out.write("{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8));
        try (Gateway locked = Gateway.start(0, Routes.ofShop(fine, fine, fine), ApiKey.of("s3cret"), Cors.NONE)) {
            URI popular = URI.create(locked.url() + "/v1/popular");
            URI health = URI.create(locked.url() + "/v1/health");
            assertThat(send(HttpRequest.newBuilder(health)).statusCode()).isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(health).DELETE()).statusCode())
                    .isEqualTo(401);
            assertThat(send(HttpRequest.newBuilder(popular)).statusCode()).isEqualTo(401);
            assertThat(send(HttpRequest.newBuilder(popular).header("X-API-Key", "s3cre"))
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> wrong = send(HttpRequest.newBuilder(popular).header("X-API-Key", "other"));
            assertThat(wrong.statusCode()).isEqualTo(403);
            assertThat(wrong.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(send(HttpRequest.newBuilder(popular).header("x-api-key", "s3cret"))
                            .statusCode())
                    .isEqualTo(200);
            HttpRequest.Builder same = HttpRequest.newBuilder(popular)
                    .header("X-API-Key", "s3cret")
                    .header("X-API-Key", "s3cret");
            assertThat(send(same).statusCode()).isEqualTo(200);
            for (List<String> two : List.of(List.of("s3cret", "other"), List.of("other", "s3cret"))) {
                HttpRequest.Builder call = HttpRequest.newBuilder(popular);
                two.forEach(key -> call.header("X-API-Key", key));
                assertThat(send(call).statusCode()).as("%s", two).isEqualTo(403);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "s\u00e9cret", "a b", "a\r\nX: 1", "\u65e5\u672c"})
    void aKeyThatNoHeaderCarriesIsRefused(String key) {
        assertThatThrownBy(() -> ApiKey.of(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected printable ASCII without spaces");
    }

    @Test
    void aPageOfTheShopMayAskWhatIsMarkedForPagesAndReadEveryAnswer() throws Exception {
        RequestStreamHandler fine =
                (in, out, context) -> out.write("{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8));
        Cors cors = new Cors("https://www.shop.example");
        try (Gateway open = Gateway.start(0, Routes.ofShop(fine, fine, fine), ApiKey.of("s3cret"), cors)) {
            HttpResponse<String> asked = send(preflight(open, "/v1/events"));
            assertThat(asked.statusCode()).isEqualTo(204);
            assertThat(asked.headers().firstValue("access-control-allow-origin"))
                    .contains("https://www.shop.example");
            assertThat(asked.headers().firstValue("access-control-allow-methods"))
                    .contains("POST");
            assertThat(asked.headers().firstValue("access-control-allow-headers"))
                    .contains("content-type,x-api-key,x-request-id");
            assertThat(send(preflight(open, "/v1/users/u")).statusCode()).isEqualTo(401);
            HttpResponse<String> refused = send(HttpRequest.newBuilder(URI.create(open.url() + "/v1/popular")));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("access-control-allow-origin"))
                    .contains("https://www.shop.example");
        }
        assertThat(send(preflight(gateway, "/v1/recommendations/u")).statusCode())
                .isEqualTo(405);
    }

    private static HttpRequest.Builder preflight(Gateway server, String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://www.shop.example")
                .header("Access-Control-Request-Method", "POST");
    }
}
