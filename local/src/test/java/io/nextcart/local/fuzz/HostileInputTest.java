package io.nextcart.local.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.events.EventsHandler;
import io.nextcart.functions.events.EventsService;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.LoopbackServer;
import io.nextcart.local.serve.LocalShop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that fuzzing reaches only by luck: bombs, unicode that looks alike, ids that look like paths and headers. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileInputTest {
    private static final int BOMB_BYTES = 32 << 20;
    /** Half a bomb: who keeps it as text needs twice its bytes. */
    private static final long MOST_ALLOCATED_BYTES = BOMB_BYTES / 2;

    private static final int LEVELS = 100_000;
    private static final int KEYS = 1_000_000;
    private static final int LINE_BYTES = 10 << 20;

    private final EventsHandler events = new EventsHandler(new EventsService(
            new MemoryEventStore(), new MemoryCatalogueStore(), new MemoryRuleStore(), Clock.systemUTC()));

    @ParameterizedTest
    @CsvSource({
        "NDJSON, {\"user_id\":\"",
        "RETAILROCKET, 'timestamp,visitorid,event,itemid,transactionid\n\"'",
        "OTTO, {\"session\":\"",
        "MERCHANT_FEED, <rss><channel><item><title>",
        "CASES, {\"items\":[\""
    })
    void aBombOfGzipIsReadInPieces(FuzzTarget target, String start) throws Exception {
        byte[] bomb = bomb(start);
        FuzzTarget.Door door = target.open();
        door.take(start.getBytes(UTF_8)); // loads the classes
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        door.take(bomb);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_ALLOCATED_BYTES);
    }

    private static byte[] bomb(String start) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(start.getBytes(UTF_8));
            byte[] block = "a".repeat(1 << 16).getBytes(UTF_8);
            for (int i = 0; i < BOMB_BYTES / block.length; i++) {
                gzip.write(block);
            }
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RETAILROCKET",
                "NDJSON",
                "ARCHIVE",
                "CASES",
                "OTTO",
                "GORSE",
                "MERCHANT_FEED",
                "POST_EVENTS",
                "EVENT",
                "HTTP",
                "STORE_MESSAGE",
                "CURRENT",
                "STATE_MACHINE"
            })
    void nestingIsRefusedByEveryKindOfParser(FuzzTarget target) {
        FuzzTarget.Door door = target.open();
        for (String level : List.of("[", "{\"a\":", "<a>", "States.Format(")) {
            byte[] nested = level.repeat(LEVELS).getBytes(UTF_8);
            assertThatCode(() -> door.take(nested)).as(level).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RETAILROCKET", "NDJSON", "CASES", "MERCHANT_FEED", "POST_EVENTS", "EVENT", "HTTP", "CURRENT"})
    void aLineOfTenMegabytesAndAMillionKeysAreBorne(FuzzTarget target) {
        FuzzTarget.Door door = target.open();
        byte[] line = ("{\"a\":\"" + "x".repeat(LINE_BYTES) + "\"}").getBytes(UTF_8);
        assertThatCode(() -> door.take(line)).doesNotThrowAnyException();
        StringBuilder keys = new StringBuilder("{");
        for (int i = 0; i < KEYS; i++) {
            keys.append("\"k").append(i).append("\":0,");
        }
        byte[] object = keys.append("\"last\":1}").toString().getBytes(UTF_8);
        assertThatCode(() -> door.take(object)).doesNotThrowAnyException();
    }

    @Test
    void keysWithTheSameHashAreReadInTime() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            body.append('"');
            for (int bit = 0; bit < 14; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // texts with one hash code
            }
            body.append("\":0,");
        }
        body.append("\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\"}");
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        assertThat(ProxyCall.of("POST /v1/events")
                        .body(body.toString())
                        .to(events)
                        .status())
                .isEqualTo(202);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before))
                .isLessThan(Duration.ofSeconds(5)); // half a second; comparing each with each takes minutes
    }

    @Test
    void idsThatLookAlikeStayApart() {
        List<String> users = List.of("\u00e9", "e\u0301", "\u212b", "\u00c5", "A\u030a", "a\u202eb", "ab", "a\u200bb");
        for (String user : users) {
            assertThat(post("{\"user_id\":\"" + user + "\",\"type\":\"view\",\"item_id\":\"" + user + "\"}")
                            .status())
                    .isEqualTo(202);
        }
        for (String user : users) {
            String path = java.net.URLEncoder.encode(user, UTF_8);
            Reply reply = ProxyCall.of("GET /v1/users/" + path + "/events").to(events);
            assertThat(reply.list("events", "item_id")).as(path).containsExactly(user);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\r\\nSet-Cookie: x",
                "a\\n",
                "\\u0000",
                "\\u0085",
                "\\ud800",
                "\\udc00a",
                "\\ufffd",
                "\\u001b[2J"
            })
    void whatCouldEndALineOrIsNoTextIsNoId(String id) {
        Reply reply = post("{\"user_id\":\"" + id + "\",\"type\":\"view\",\"item_id\":\"i\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("user_id").doesNotContain("\r", "\n", "\u001b");
    }

    @Test
    void aRequestIdWithALineEndIsNotSentBack() {
        Reply reply = ProxyCall.of("GET /v1/rules")
                .header("x-request-id", "a\r\nset-cookie: x")
                .to(events);
        assertThat(reply.headers()).containsEntry("x-request-id", "gateway-1");
        assertThat(reply.headers()).doesNotContainKey("set-cookie");
    }

    private Reply post(String body) {
        return ProxyCall.of("POST /v1/events").body(body).to(events);
    }

    @Test
    void anIdThatLooksLikeAPathIsAnIdAndNothingBesideTheShopIsWrittenOrFetched(@TempDir Path folder) throws Exception {
        AtomicInteger fetched = new AtomicInteger();
        Path home = Files.createDirectories(folder.resolve("a/b/c"));
        try (LoopbackServer internal = LoopbackServer.start("internal", 0, 1, Duration.ofSeconds(5), request -> {
                    fetched.incrementAndGet();
                    return HttpAnswer.problem(404, "Not Found", "nothing");
                });
                LocalShop shop = LocalShop.start(
                        new LocalShop.Settings(
                                home.resolve("store").toString(), home.resolve("data"), 0, ApiKey.none()),
                        null,
                        line -> {})) {
            String id = "..%2F..%2F..%2Fx";
            assertThat(send(
                            shop,
                            "POST",
                            "/v1/events",
                            "{\"user_id\":\"../../../x\",\"type\":\"view\",\"item_id\":\"../../../x\"}"))
                    .contains("\"accepted\":1");
            assertThat(send(shop, "GET", "/v1/users/" + id + "/events", "")).contains("\"item_id\":\"../../../x\"");
            assertThat(send(shop, "PUT", "/v1/items/" + id, "{\"image_url\":\"" + internal.url() + "/secret\"}"))
                    .contains("\"image_url\":\"" + internal.url() + "/secret\"");
            assertThat(send(shop, "PUT", "/v1/rules/" + id, "{\"type\":\"hide\",\"item_id\":\"../../../x\"}"))
                    .contains("\"rule_id\":\"../../../x\"");
            assertThat(send(shop, "GET", "/v1/items/" + id + "/similar?fields=image_url", ""))
                    .contains("\"items\":[]");
            assertThat(send(shop, "DELETE", "/v1/users/" + id, "")).contains("\"deleted\":1");
        }
        assertThat(fetched).hasValue(0);
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> home.relativize(file).toString()))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("data/") || name.startsWith("store/"))
                    .noneMatch(name -> name.endsWith("/x"));
        }
    }

    private static String send(LocalShop shop, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop.url() + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
