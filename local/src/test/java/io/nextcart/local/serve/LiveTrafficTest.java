package io.nextcart.local.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.functions.api.EmbeddedMetrics;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Measure.OfList;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.rollout.today.Figure;
import io.nextcart.functions.rollout.today.Traffic.Day;
import io.nextcart.functions.rollout.today.Traffic.Seen;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LiveTrafficTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    private Instant now = Instant.parse("2026-03-01T22:00:00Z");
    private final LongSupplier clock = () -> now.toEpochMilli();
    private final LiveTraffic traffic = new LiveTraffic(clock, false);
    private final List<String> passed = new ArrayList<>();
    private final RequestLog recommend =
            traffic.of("recommend", (id, route, status, nanos, measures) -> passed.add(id + " " + status));
    private final RequestLog events = traffic.of("events", RequestLog.NONE);

    private static List<Measure> listed(Metric level) {
        return List.of(new Measure(level, 1), new Measure(Metric.CANDIDATES, 80));
    }

    private static long nanos(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void requestsAndWhatTheyReportAreCounted() {
        recommend.answered("a", "r", 200, nanos(3), listed(Metric.LEVEL_PERSONAL));
        recommend.answered(
                "b",
                "r",
                200,
                nanos(3),
                List.of(
                        new Measure(Metric.CANDIDATES, 0),
                        new Measure(Metric.LEVEL_POPULAR, 1),
                        new Measure(Metric.HISTORY_MISSING, 1),
                        new Measure(Metric.CATALOGUE_STALE, 1)));
        recommend.answered("c", "r", 404, nanos(3), List.of());
        recommend.answered("d", "r", 503, nanos(3), List.of());
        recommend.answered("model", "r", 200, nanos(999), List.of());
        events.answered(
                "e",
                "r",
                202,
                nanos(900),
                List.of(
                        new Measure(Metric.EVENTS_ACCEPTED, 7),
                        new Measure(Metric.RECOMMENDED_REVENUE, 1.5),
                        new Measure(Metric.RECOMMENDED_CARTS, 2, new OfList("cart", "champion")),
                        new Measure(Metric.RECOMMENDED_CARTS, 2)));

        Seen seen = traffic.since(FIRST);

        assertThat(passed).containsExactly("a 200", "b 200", "c 404", "d 503", "model 200");
        Day day = seen.days().get(0);
        assertThat(day.fromMs()).as("the start").isEqualTo(now.toEpochMilli());
        assertThat(day.figures())
                .containsEntry(Figure.LISTS, 2.0)
                .containsEntry(Figure.REQUESTS, 5.0)
                .containsEntry(Figure.ERRORS, 1.0)
                .containsEntry(Figure.BAD_REQUESTS, 1.0)
                .containsEntry(Figure.TROUBLED, 1.0)
                .containsEntry(Figure.LEVEL_PERSONAL, 1.0)
                .containsEntry(Figure.LEVEL_POPULAR, 1.0)
                .containsEntry(Figure.EVENT_REQUESTS, 1.0)
                .containsEntry(Figure.EVENTS, 7.0)
                .containsEntry(Figure.RECOMMENDED_CARTS, 2.0)
                .containsEntry(Figure.RECOMMENDED_REVENUE, 1.5)
                .doesNotContainKey(Figure.COLD_STARTS);
        assertThat(day.figures().get(Figure.P50_MS)).isCloseTo(3.0, within(0.075));
        assertThat(day.figures().get(Figure.P99_MS)).as("of lists alone").isCloseTo(3.0, within(0.075));
        assertThat(seen.alarms()).isNull();
        assertThat(seen.prices()).isNull();
        assertThat(seen.unknown()).containsKeys("alarms", "cost", "cold_starts", "yesterday");
    }

    @Test
    void whatPackagedFunctionsPrintIsCountedAlike() {
        LiveTraffic packaged = new LiveTraffic(clock, true);
        for (boolean metrics : List.of(true, false)) {
            Consumer<String> lines = packaged.linesOf("recommend", metrics, passed::add);
            RequestLog printed = new EmbeddedMetrics("n", "recommend", to("recommend-1", lines), Clock.systemUTC());
            printed.answered(
                    "a",
                    "r",
                    200,
                    nanos(3),
                    List.of(
                            new Measure(Metric.CANDIDATES, 80),
                            new Measure(Metric.LEVEL_POPULAR, 1),
                            new Measure(Metric.HISTORY_MISSING, 1),
                            new Measure(Metric.IMPRESSIONS, 1, new OfList("home", "champion"))));
            printed.answered("b", "r", 503, nanos(999), List.of());
            lines.accept("[recommend-1] {\"timestamp\":\"now\"}");
            lines.accept("[recommend-1] {\"_aws\":");
        }

        Day day = packaged.since(FIRST).days().get(0);
        assertThat(day.figures())
                .containsEntry(Figure.LISTS, 2.0)
                .containsEntry(Figure.REQUESTS, 4.0)
                .containsEntry(Figure.ERRORS, 2.0)
                .containsEntry(Figure.TROUBLED, 2.0)
                .containsEntry(Figure.LEVEL_POPULAR, 2.0)
                .containsEntry(Figure.COLD_STARTS, 2.0)
                .containsEntry(Figure.EVENT_REQUESTS, 0.0);
        assertThat(day.figures().get(Figure.P99_MS)).isCloseTo(3.0, within(0.075));
        assertThat(packaged.since(FIRST).unknown()).doesNotContainKey("cold_starts");
        assertThat(passed)
                .as("three lines of metrics, then a record, with metrics; then the record alone")
                .hasSize(6)
                .last()
                .isEqualTo("[recommend-1] {\"timestamp\":\"now\"}");
    }

    /** What a JVM prints, line by line, behind its name. */
    private static PrintStream to(String jvm, Consumer<String> lines) {
        return new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                lines.accept("[" + jvm + "] " + new String(bytes, offset, length, UTF_8).strip());
            }
        };
    }

    @Test
    void percentilesAreWithinTwoAndAHalfPercent() {
        assertThat(traffic.since(FIRST).days().get(0).figures())
                .as("without a request")
                .doesNotContainKeys(Figure.P50_MS, Figure.P99_MS);
        for (int ms = 1; ms <= 1000; ms++) {
            recommend.answered("a", "r", 200, nanos(ms), listed(Metric.LEVEL_SESSION));
        }
        Day day = traffic.since(FIRST).days().get(0);
        assertThat(day.figures().get(Figure.P50_MS)).isCloseTo(500, within(12.6));
        assertThat(day.figures().get(Figure.P99_MS)).isCloseTo(990, within(24.9));
        recommend.answered("a", "r", 200, 0, listed(Metric.LEVEL_SESSION));
        recommend.answered("a", "r", 200, nanos(1_000_000), listed(Metric.LEVEL_SESSION));
    }

    @Test
    void aDayBeginsAtMidnightAndOldOnesAreDropped() {
        recommend.answered("a", "r", 200, nanos(1), List.of());
        now = Instant.parse("2026-03-02T00:00:00Z");
        recommend.answered("b", "r", 200, nanos(1), List.of());
        recommend.answered("c", "r", 200, nanos(1), List.of());

        Seen seen = traffic.since(FIRST);

        assertThat(seen.days())
                .extracting(day -> day.figures().get(Figure.REQUESTS))
                .containsExactly(1.0, 2.0);
        assertThat(seen.days().get(1).fromMs()).isEqualTo(now.toEpochMilli());
        assertThat(seen.unknown()).doesNotContainKey("yesterday");
        assertThat(traffic.since(FIRST.plusDays(1)).days()).hasSize(1);
        now = now.plus(Duration.ofDays(40));
        assertThat(traffic.since(FIRST).days()).extracting(Day::date).containsExactly(LocalDate.of(2026, 4, 11));
    }
}
