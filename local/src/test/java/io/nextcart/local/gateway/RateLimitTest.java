package io.nextcart.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Scope;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long MS = 1_000_000;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final AtomicLong now = new AtomicLong();

    private static int taken(RateLimit limit, int calls) {
        int taken = 0;
        for (int call = 0; call < calls; call++) {
            taken += limit.take() ? 1 : 0;
        }
        return taken;
    }

    /** The time of {@link System#nanoTime} may be negative, and overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 15 * MS})
    void theBurstComesFirstThenTheRate(long start) {
        now.set(start);
        RateLimit limit = new RateLimit(100, 5, now::get);
        assertThat(taken(limit, 9)).isEqualTo(5);
        now.addAndGet(10 * MS - 1);
        assertThat(taken(limit, 9)).isZero();
        now.addAndGet(1);
        assertThat(taken(limit, 9)).isEqualTo(1);
        now.addAndGet(30 * MS);
        assertThat(taken(limit, 9)).isEqualTo(3);
    }

    @Test
    void aPauseFillsTheBucketAndNoMore() {
        RateLimit limit = new RateLimit(50, 4, now::get);
        assertThat(taken(limit, 9)).isEqualTo(4);
        now.addAndGet(3_600_000 * MS);
        assertThat(taken(limit, 9)).isEqualTo(4);
    }

    @Test
    void aRefusedCallTakesNothing() {
        RateLimit limit = new RateLimit(10, 1, now::get);
        assertThat(taken(limit, 1000)).isEqualTo(1);
        now.addAndGet(100 * MS);
        assertThat(limit.take()).isTrue();
    }

    @Test
    void threadsTakeEachTokenOnce() throws Exception {
        RateLimit limit = new RateLimit(1000, 5000, now::get);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> some = () -> taken(limit, 2000);
            int taken = 0;
            for (Future<Integer> each : threads.invokeAll(List.of(some, some, some, some))) {
                taken += each.get();
            }
            assertThat(taken).isEqualTo(5000);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aRateOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new RateLimit(0, 1, now::get)).hasMessageContaining("expected 1 to 10000");
        assertThatThrownBy(() -> new RateLimit(1, 10_001, now::get)).hasMessageContaining("a burst of 10001");
    }

    @Test
    void eachKeyHasItsOwnRateAndWhatNeedsNoKeyHasNone() throws Exception {
        RequestStreamHandler fine =
                (in, out, context) -> out.write("{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8));
        ApiKey keys = ApiKey.of("boss")
                .with(Scope.SERVER, "ours", new RateLimit(10, 3, now::get))
                .with(Scope.PAGE, "everybodys", new RateLimit(5, 1, now::get));
        try (Gateway gateway = Gateway.start(0, Routes.ofShop(fine, fine, fine), keys, new Cors("*"))) {
            for (int call = 0; call < 3; call++) {
                assertThat(get(gateway, "/v1/popular", "ours").statusCode()).isEqualTo(200);
            }
            HttpResponse<String> refused = get(gateway, "/v1/popular", "ours");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().map())
                    .containsEntry("retry-after", List.of("1"))
                    .containsEntry("content-type", List.of("application/problem+json"))
                    .containsEntry("access-control-allow-origin", List.of("*"));
            assertThat(refused.body())
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Too Many Requests\",\"status\":429,"
                            + "\"detail\":\"Too many requests a second\"}");

            for (int call = 0; call < 20; call++) {
                assertThat(get(gateway, "/v1/health", "ours").statusCode()).isEqualTo(200);
                assertThat(get(gateway, "/v1/popular", "boss").statusCode()).isEqualTo(200);
            }
            // A key's calls count where it may not make them, too.
            assertThat(get(gateway, "/v1/model", "everybodys").statusCode()).isEqualTo(403);
            assertThat(get(gateway, "/v1/popular", "everybodys").statusCode()).isEqualTo(429);

            now.addAndGet(200 * MS);
            assertThat(get(gateway, "/v1/popular", "everybodys").statusCode()).isEqualTo(200);
            assertThat(get(gateway, "/v1/popular", "ours").statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> get(Gateway gateway, String path, String key) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(gateway.url().resolve(path))
                        .header(ApiKey.HEADER, key)
                        .build(),
                BodyHandlers.ofString());
    }
}
