package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.store.document.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiHandlerTest {
    private static final ApiHandler HANDLER = new ApiHandler(new Router()
            .on(
                    "GET",
                    "/v1/things/{thing}/parts",
                    request -> echo(request, request.pathParameters().get("thing")))
            .on("POST", "/v1/things", request -> echo(request, new String(request.body(), StandardCharsets.UTF_8)))
            .on("PUT", "/v1/things", request -> echo(request, ""))
            .on(
                    "POST",
                    "/json",
                    request -> echo(request, JsonBody.object(request).keySet().toString()))
            .on(
                    "GET",
                    "/query",
                    request -> echo(request, String.valueOf(request.query().get("a"))))
            .on("GET", "/broken", request -> {
                throw new IllegalStateException("jdbc:secret");
            }));

    @Test
    void aParameterOfThePathIsDecodedOnce() {
        assertThat(echoed("GET /v1/things/a%2Fb%20caf%C3%A9%2525+/parts")).isEqualTo("a/b café%25+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%2", "%zz", "%C3", "%FF%FE", "a%2"})
    void badPercentEncodingNamesTheParameter(String segment) {
        Reply reply = ProxyCall.of("GET /v1/things/" + segment + "/parts").to(HANDLER);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly("thing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "/v1", "/v1/things/", "/v1/things//parts", "/V1/things", "/v1/things/a/parts/b"})
    void anUnknownPathIsNotFound(String path) {
        Reply reply = ProxyCall.of("GET " + path).to(HANDLER);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(reply.json()).containsEntry("status", 404).containsEntry("title", "Not Found");
    }

    @Test
    void aWrongMethodTellsTheRightOnes() {
        Reply reply = ProxyCall.of("DELETE /v1/things").to(HANDLER);
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", "POST, PUT");
    }

    @Test
    void aBodyMayBeTextOrBase64OrAbsent() {
        assertThat(ProxyCall.of("POST /v1/things").body("é").to(HANDLER).json()).containsEntry("echo", "é");
        byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);
        assertThat(ProxyCall.of("POST /v1/things").bytes(bytes).to(HANDLER).json())
                .containsEntry("echo", "é");
        assertThat(ProxyCall.of("POST /v1/things").to(HANDLER).json()).containsEntry("echo", "");
    }

    @Test
    void aBodyOverOneMebibyteIsTooLarge() {
        ProxyCall call = ProxyCall.of("POST /v1/things");
        assertThat(call.body("x".repeat(1 << 20)).to(HANDLER).status()).isEqualTo(200);
        assertThat(call.body("x".repeat((1 << 20) + 1)).to(HANDLER).status()).isEqualTo(413);
        assertThat(call.body("é".repeat(1 << 20)).to(HANDLER).status()).isEqualTo(413);
        assertThat(call.bytes(new byte[2 << 20]).to(HANDLER).status()).isEqualTo(413);
        Reply huge = call.body("x".repeat(9 << 20)).to(HANDLER);
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.json()).containsEntry("detail", "The body is larger than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
    void aBodyInGzipIsRead(String encoding) throws IOException {
        ProxyCall call = ProxyCall.of("POST /v1/things").header("Content-Encoding", encoding);
        assertThat(call.bytes(gzip("é".getBytes(StandardCharsets.UTF_8)))
                        .to(HANDLER)
                        .json())
                .containsEntry("echo", "é");
        // API Gateway decodes it when compression is on, and leaves the header.
        assertThat(call.body("{}").to(HANDLER).json()).containsEntry("echo", "{}");
        assertThat(call.body("").to(HANDLER).json()).containsEntry("echo", "");
    }

    @Test
    void aBodyInGzipIsBoundedByWhatItHolds() throws IOException {
        ProxyCall call = ProxyCall.of("POST /v1/things").header("Content-Encoding", "gzip");
        assertThat(call.bytes(gzip(new byte[1 << 20])).to(HANDLER).status()).isEqualTo(200);
        assertThat(call.bytes(gzip(new byte[(1 << 20) + 1])).to(HANDLER).status())
                .isEqualTo(413);
        assertThat(call.bytes(gzip(new byte[64 << 20])).to(HANDLER).status()).isEqualTo(413);
    }

    @Test
    void damagedGzipNamesTheBody() throws IOException {
        byte[] whole = gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        ProxyCall call = ProxyCall.of("POST /v1/things").header("Content-Encoding", "gzip");
        for (byte[] damaged : List.of(
                Arrays.copyOf(whole, whole.length - 9),
                Arrays.copyOf(whole, 5),
                Arrays.copyOf(whole, whole.length + 3),
                Arrays.copyOf(whole, whole.length + 100),
                // As text, without the invalid byte: as a gateway that supports only text passes it on.
                new String(whole, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))) {
            Reply reply = call.bytes(damaged).to(HANDLER);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.list("errors", "reason"))
                    .containsExactly("is damaged gzip, though Content-Encoding says gzip");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "aws-chunked"})
    void anotherEncodingIsNamed(String encoding) {
        Reply reply = ProxyCall.of("POST /v1/things")
                .header("content-encoding", encoding)
                .body("{}")
                .to(HANDLER);
        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.headers())
                .containsEntry("accept-encoding", "gzip")
                .containsEntry("content-type", "application/problem+json");
        assertThat(reply.json())
                .containsEntry("detail", "Content-Encoding is '" + encoding + "', expected gzip or none");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"httpMethod\":\"GET\"",
                "{}",
                "{\"httpMethod\":\"GET\"}",
                "{\"path\":\"/query\"}",
                "{\"httpMethod\":7,\"path\":\"/query\"}",
                "{\"httpMethod\":\"GET\",\"path\":null}",
                "{\"httpMethod\":\"GET\",\"path\":\"/query\",\"body\":{}}",
                "{\"httpMethod\":\"GET\",\"path\":\"/query\",\"headers\":[]}",
                "{\"httpMethod\":\"GET\",\"path\":\"/query\",\"multiValueQueryStringParameters\":{\"a\":\"b\"}}",
                "{\"httpMethod\":\"GET\",\"path\":\"/query\",\"multiValueQueryStringParameters\":{\"a\":[[]]}}",
                "{\"httpMethod\":\"POST\",\"path\":\"/v1/things\",\"body\":\"***\",\"isBase64Encoded\":true}",
            })
    void whatIsNoProxyEventIsABadRequest(String event) {
        Reply reply = ProxyCall.send(event, HANDLER);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json()).containsKey("errors");
    }

    @Test
    void deepNestingAnywhereIsABadRequest() {
        String deep = "[".repeat(100_000);
        assertThat(ProxyCall.send(deep, HANDLER).status()).isEqualTo(400);
        assertThat(ProxyCall.send("{\"requestContext\":" + deep, HANDLER).status())
                .isEqualTo(400);
        assertThat(ProxyCall.of("POST /json").body("{\"a\":" + deep).to(HANDLER).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "7",
                "null",
                "\"a\"",
                "{",
                "{\"a\":1}}",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\u0001\"}",
                "nul"
            })
    void aBodyThatIsNoJsonObjectNamesTheBody(String body) {
        Reply reply = ProxyCall.of("POST /json").body(body).to(HANDLER);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly("body");
        assertThat(reply.body()).doesNotContain("jackson", "Source", "[B");
    }

    @Test
    void aBodyThatIsNoUtf8NamesTheBody() {
        Reply reply = ProxyCall.of("POST /json")
                .bytes(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})
                .to(HANDLER);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.list("errors", "field")).containsExactly("body");
    }

    @Test
    void valuesOfTheQueryKeepTheirOrder() {
        assertThat(echoed("GET /query?a=2&a=1&b=3")).isEqualTo("[2, 1]");
        String single = "{\"httpMethod\":\"GET\",\"path\":\"/query\",\"queryStringParameters\":{\"a\":\"1\"}}";
        assertThat(ProxyCall.send(single, HANDLER).json()).containsEntry("echo", "[1]");
    }

    @ParameterizedTest
    @CsvSource({"abc-1._:Z,abc-1._:Z", "a b,gateway-1", "'',gateway-1", "é,gateway-1"})
    void theRequestIdComesFromTheSenderWhenItIsOne(String sent, String used) {
        for (String header : new String[] {"x-request-id", "X-Request-ID"}) {
            Reply reply = ProxyCall.of("GET /query").header(header, sent).to(HANDLER);
            assertThat(reply.headers()).containsEntry("x-request-id", used);
            assertThat(reply.json()).containsEntry("id", used);
        }
    }

    @Test
    void aProblemCarriesTheRequestIdToo() {
        Reply reply =
                ProxyCall.of("GET /nowhere").header("x-request-id", "mine").to(HANDLER);
        assertThat(reply.headers()).containsEntry("x-request-id", "mine");
        assertThat(ProxyCall.send("nothing", HANDLER).headers().get("x-request-id"))
                .isNotEmpty();
    }

    @Test
    void aFaultOfOursTellsNothingButTheRequestId() {
        Logger logger = Logger.getLogger(ApiHandler.class.getName());
        logger.setLevel(Level.OFF);
        Reply reply = ProxyCall.of("GET /broken").to(HANDLER);
        logger.setLevel(null);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).contains("gateway-1").doesNotContain("secret", "IllegalState");
    }

    @Test
    void halfASurrogatePairIsNoFault() {
        assertThat(ProxyCall.of("POST /json")
                        .body("{\"a\":\"\\ud800\"}")
                        .to(HANDLER)
                        .status())
                .isEqualTo(200);
    }

    private static String echoed(String line) {
        Reply reply = ProxyCall.of(line).to(HANDLER);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return (String) reply.json().get("echo");
    }

    private static ApiResponse echo(ApiRequest request, String text) {
        return ApiResponse.json(200, new JsonFields().put("echo", text).put("id", request.requestId()));
    }
}
