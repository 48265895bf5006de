package io.nextcart.functions.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class BrowserTagTest {
    private final BrowserTag tag = new BrowserTag();
    private final EventsHandler handler = new EventsHandler(new EventsService(
            new MemoryEventStore(), new MemoryCatalogueStore(), new MemoryRuleStore(), Clock.systemUTC()));

    @Test
    void theTagTakesSixKilobytesOnTheWayAtMost() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tag.script().getBytes(StandardCharsets.UTF_8));
        }
        assertThat(packed.size()).isLessThanOrEqualTo(6 * 1024);
    }

    @Test
    void browsersAskAgainAfterAnHourAndForAVersionAfterAYear() {
        Reply latest = ProxyCall.of("GET /v1/nextcart.js").to(handler);
        assertThat(latest.status()).isEqualTo(200);
        assertThat(latest.body()).isEqualTo(tag.script());
        assertThat(latest.headers())
                .containsEntry("content-type", "text/javascript")
                .containsEntry("etag", "\"" + tag.version() + "\"")
                .containsEntry("cache-control", "public, max-age=3600");
        assertThat(ProxyCall.of("GET /v1/nextcart.js?v=" + tag.version())
                        .to(handler)
                        .headers())
                .containsEntry("cache-control", "public, max-age=31536000, immutable");
        assertThat(ProxyCall.of("GET /v1/nextcart.js?v=other").to(handler).headers())
                .containsEntry("cache-control", "public, max-age=3600");
    }

    @Test
    void aBrowserThatHasTheTagIsNotSentItAgain() {
        Reply reply = ProxyCall.of("GET /v1/nextcart.js")
                .header("If-None-Match", "W/\"" + tag.version() + "\"")
                .to(handler);
        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.body()).isEmpty();
        assertThat(ProxyCall.of("GET /v1/nextcart.js")
                        .header("If-None-Match", "\"another\"")
                        .to(handler)
                        .status())
                .isEqualTo(200);
    }

    /** A REST API would pass the base64 on undecoded; its events have no version. */
    @Test
    void anHttpApiIsGivenTheTagPackedWhenTheBrowserTakesIt() throws IOException {
        Map<String, Object> packed = httpApi("gzip, deflate, br");
        assertThat(packed).containsEntry("isBase64Encoded", true);
        assertThat((Map<?, ?>) packed.get("headers"))
                .asString()
                .contains("content-encoding=gzip", "vary=accept-encoding");
        byte[] bytes = Base64.getDecoder().decode((String) packed.get("body"));
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(tag.script());
        assertThat(httpApi("br, gzip;q=0"))
                .containsEntry("isBase64Encoded", false)
                .containsEntry("body", tag.script());
        assertThat(ProxyCall.of("GET /v1/nextcart.js")
                        .header("Accept-Encoding", "gzip")
                        .to(handler)
                        .body())
                .isEqualTo(tag.script());
    }

    private Map<String, Object> httpApi(String encodings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] event = JSON.std.asBytes(Map.of(
                "version", "1.0",
                "httpMethod", "GET",
                "path", "/v1/nextcart.js",
                "headers", Map.of("Accept-Encoding", encodings)));
        handler.handleRequest(new ByteArrayInputStream(event), out, null);
        return JSON.std.mapFrom(out.toByteArray());
    }

    /** When the tag changes, the page needs its new hash. */
    @Test
    void thePageOnIntegrationNamesTheTagByItsVersionAndHash() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-384").digest(tag.script().getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(Path.of("../../docs/integrate.md")))
                .contains("nextcart.js?v=" + tag.version() + "\"")
                .contains("integrity=\"sha384-" + Base64.getEncoder().encodeToString(digest) + "\"");
    }
}
