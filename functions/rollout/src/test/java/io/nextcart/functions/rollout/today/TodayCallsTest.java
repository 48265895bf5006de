package io.nextcart.functions.rollout.today;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import io.nextcart.functions.api.Prices;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.rollout.ModelsHandler;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.LiftGroups;
import io.nextcart.store.document.LiftGroups.Group;
import io.nextcart.store.document.LiftRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TodayCallsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Prices PRICES = new Prices(2e-6, 3e-6, 1e-6, "2026-02-01");
    private static final Logger LOGGER = Logger.getLogger("io.nextcart.functions.rollout.today");

    @TempDir
    private Path folder;

    private ObjectStore store;
    private HttpServer cloudWatch;
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        LOGGER.setLevel(Level.OFF);
        store = new FolderObjectStore(folder);
        store.put(Current.KEY, new Current("v2", null, 0, "v1", 1_000).toJson());
        cloudWatch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudWatch.createContext("/", exchange -> {
            String question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String action =
                    exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", "");
            asked.add(action + " " + question);
            String page = question.contains("\"NextToken\":\"2\"") ? action + "2" : action;
            String answer = answers.get(page);
            byte[] body = (answer == null ? "{\"__type\":\"AccessDenied\"}" : answer).getBytes(UTF_8);
            exchange.sendResponseHeaders(answer == null ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        cloudWatch.start();
    }

    @AfterEach
    void stop() {
        cloudWatch.stop(0);
        LOGGER.setLevel(null);
    }

    private static Traffic.Day day(String date, double requests, double p50) {
        return new Traffic.Day(
                LocalDate.parse(date),
                Instant.parse(date + "T00:00:00Z").toEpochMilli(),
                Map.of(
                        Figure.REQUESTS, requests,
                        Figure.P50_MS, p50,
                        Figure.EVENT_REQUESTS, 10.0,
                        Figure.EVENTS, 100.0,
                        Figure.LEVEL_PERSONAL, 30.0,
                        Figure.LEVEL_POPULAR, 10.0));
    }

    private JsonObject today(Traffic traffic) throws IOException {
        return today(store, traffic);
    }

    private static JsonObject today(ObjectStore store, Traffic traffic) throws IOException {
        ProxyCall.Reply reply = ProxyCall.of("GET /v1/today").to(new ModelsHandler(store, traffic, CLOCK));
        assertThat(reply.status()).isEqualTo(200);
        return JsonObject.read(reply.body().getBytes(UTF_8), "answer", "today");
    }

    @Test
    void aMonthAddsUpItsDaysAndCostsWhatTheyCost() throws IOException {
        List<LocalDate> firsts = new ArrayList<>();
        JsonObject answer = today(first -> {
            firsts.add(first);
            return new Traffic.Seen(
                    List.of(day("2026-02-28", 7, 1), day("2026-03-01", 500, 2), day("2026-03-02", 1500, 3)),
                    null,
                    PRICES,
                    Map.of("alarms", "none here"));
        });

        assertThat(firsts).as("yesterday, or the month").containsExactly(LocalDate.of(2026, 3, 1));
        assertThat(answer.object("today").number("requests")).isEqualTo(1500);
        assertThat(answer.object("today").number("p50_ms")).isEqualTo(3);
        assertThat(answer.object("today").number("fallback_share")).isEqualTo(0.25);
        assertThat(answer.object("today").text("from")).isEqualTo("2026-03-02T00:00:00Z");
        assertThat(answer.object("yesterday").number("requests")).isEqualTo(500);
        JsonObject month = answer.object("month");
        assertThat(month.text("from")).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(month.number("requests")).isEqualTo(2000);
        assertThat(month.has("p50_ms")).as("percentiles do not add up").isFalse();
        assertThat(month.has("errors")).as("unknown").isFalse();
        assertThat(answer.object("cost").number("dollars")).isCloseTo(2000 * 2e-6 + 20 * 3e-6 + 200e-6, within(1e-12));
        assertThat(answer.object("cost").number("per_million")).isCloseTo(2.13, within(1e-9));
        assertThat(answer.object("unknown").text("alarms")).isEqualTo("none here");
        assertThat(answer.object("model").version("champion")).isEqualTo("v2");
        assertThat(answer.object("model").has("made_at"))
                .as("its name has no time")
                .isFalse();
    }

    @Test
    void theLiftIsThatOfTheLastNight() throws IOException {
        LiftGroups first = new LiftGroups(new Group(10, 1, 1, 1, 0, 0), new Group(90, 9, 9, 9, 0, 0), -0.9, 9);
        LiftGroups last = new LiftGroups(new Group(1000, 50, 1, 1, 0, 0), new Group(9000, 540, 9, 9, 0, 0), 0.05, 0.4);
        store.put(
                LiftRecord.KEY,
                LiftRecord.begin(0.1, 1_000)
                        .looked(new LiftRecord.Look(2_000, 1_000, first), Map.of(), Map.of())
                        .looked(new LiftRecord.Look(90_000_000, 1_000, last), Map.of(), Map.of("cart", first))
                        .toJson()
                        .toBytes());

        JsonObject lift = today(nothing("nobody counts")).object("lift");

        assertThat(lift.object("lift").object("cart_rate").number("estimate")).isCloseTo(0.2, within(1e-12));
        assertThat(lift.object("lift").object("cart_rate").number("low")).isEqualTo(0.05);
        assertThat(lift.flag("enough")).isTrue();
        assertThat(lift.text("at")).isEqualTo("1970-01-02T01:00:00Z");
        assertThat(lift.objects("placements")).singleElement().satisfies(one -> {
            assertThat(one.text("placement")).isEqualTo("cart");
            assertThat(one.object("champion").count("cart_shoppers")).isEqualTo(9);
        });
    }

    @Test
    void whatIsNotKnownIsNullWithTheReason() throws IOException {
        JsonObject answer = today(nothing("nobody counts"));
        for (String field : List.of("today", "yesterday", "month", "lift", "cost", "alarms")) {
            assertThat(answer.has(field)).as(field).isFalse();
        }
        assertThat(answer.object("unknown").text("today")).isEqualTo("nobody counts");
        assertThat(answer.object("unknown").text("lift")).startsWith("It has not been counted yet");

        store.put(Current.KEY, "noise".getBytes(UTF_8));
        store.put(LiftRecord.KEY, "{}".getBytes(UTF_8));
        JsonObject damaged = today(nothing("")).object("unknown");
        assertThat(damaged.text("model")).contains("models/current.json: not a JSON object");
        assertThat(damaged.text("lift")).contains("lift.json: field 'control_share' is missing");

        JsonObject down = today(HookedStore.killedAt(store, 0, false), first -> {
                    throw new IOException("down");
                })
                .object("unknown");
        assertThat(down.text("model")).isEqualTo("The store of models does not respond.");
        assertThat(down.text("lift")).isEqualTo("The store of models does not respond.");
        assertThat(down.text("today")).isEqualTo("It cannot be read now; the function's log says why.");

        store.delete(Current.KEY);
        assertThat(today(nothing("")).object("unknown").text("model")).isEqualTo("No model is published yet.");
    }

    @Test
    void cloudWatchIsAskedOnceForEachFigureByDay() throws IOException {
        answers.put(
                "GetMetricData",
                "{\"NextToken\":\"2\",\"MetricDataResults\":[{\"Id\":\"requests\",\"Label\":\"requests\",\"StatusCode\":\"PartialData\","
                        + "\"Timestamps\":[1.7723232E9],\"Values\":[500.0]},{\"Id\":\"p99_ms\",\"Timestamps\":[1772409600],\"Values\":[12.5]}]}");
        answers.put(
                "GetMetricData2",
                "{\"MetricDataResults\":[{\"Id\":\"requests\",\"Timestamps\":[1772409600],\"Values\":[1500]}],\"Messages\":[]}");
        answers.put(
                "DescribeAlarms",
                "{\"CompositeAlarms\":[],\"MetricAlarms\":[{\"AlarmName\":\"nextcart-prod-a\",\"StateValue\":\"OK\"},"
                        + "{\"AlarmName\":\"nextcart-prod-b\",\"AlarmDescription\":\"Look there.\",\"StateValue\":\"ALARM\","
                        + "\"StateTransitionedTimestamp\":1772443800.5}]}");

        JsonObject answer = today(inCloudWatch());

        assertThat(answer.object("today").number("requests")).isEqualTo(1500);
        assertThat(answer.object("today").number("p99_ms")).isEqualTo(12.5);
        assertThat(answer.object("today").number("errors"))
                .as("nothing happened")
                .isZero();
        assertThat(answer.object("today").has("p50_ms")).isFalse();
        assertThat(answer.object("yesterday").has("p99_ms")).isFalse();
        assertThat(answer.object("month").number("requests")).isEqualTo(2000);
        assertThat(answer.object("cost").number("dollars")).isCloseTo(0.004, within(1e-12));
        JsonObject alarms = answer.object("alarms");
        assertThat(alarms.count("watching")).isEqualTo(2);
        assertThat(alarms.objects("ringing")).singleElement().satisfies(one -> {
            assertThat(one.text("name")).isEqualTo("nextcart-prod-b");
            assertThat(one.text("description")).isEqualTo("Look there.");
            assertThat(one.text("since")).isEqualTo("2026-03-02T09:30:00.500Z");
        });
        assertThat(asked).hasSize(3);
        assertThat(asked.get(0))
                .startsWith("GetMetricData {\"StartTime\":1772323200,\"EndTime\":1772496000,")
                .contains(
                        "{\"Id\":\"events\",\"MetricStat\":{\"Metric\":{\"Namespace\":\"Nextcart/prod\",\"MetricName\":"
                                + "\"events_accepted\",\"Dimensions\":[{\"Name\":\"function\",\"Value\":\"events\"}]},\"Period\":86400,\"Stat\":\"Sum\"}}")
                .contains(
                        "\"candidates\",\"Dimensions\":[{\"Name\":\"function\",\"Value\":\"recommend\"}]},\"Period\":86400,"
                                + "\"Stat\":\"SampleCount\"}}");
        assertThat(asked.get(2)).isEqualTo("DescribeAlarms {\"AlarmNamePrefix\":\"nextcart-prod-\"}");
    }

    @Test
    void aStageWithoutMetricsOrAlarmsShowsNoZeros() throws IOException {
        answers.put("GetMetricData", "{\"MetricDataResults\":[]}");
        answers.put("DescribeAlarms", "{\"MetricAlarms\":[]}");
        JsonObject empty = today(inCloudWatch());
        assertThat(empty.has("month")).isFalse();
        assertThat(empty.has("cost")).isFalse();
        assertThat(empty.object("unknown").text("today")).contains("no metric since 2026-03-01");
        assertThat(empty.object("unknown").text("alarms")).contains("monitoring.level is off");

        answers.remove("DescribeAlarms");
        assertThat(today(inCloudWatch()).object("unknown").text("alarms")).startsWith("They cannot be read now");
        answers.clear();
        assertThat(today(inCloudWatch()).object("unknown").text("today")).startsWith("It cannot be read now");
    }

    @Test
    void withoutTheNameOfAStageNothingIsAsked() throws IOException {
        Traffic traffic = CloudWatch.named(new Environment(Map.of()), CLOCK);
        assertThat(today(traffic).object("unknown").text("today")).startsWith("NEXTCART_ALARMS does not say");
        Environment wrong = new Environment(Map.of("NEXTCART_ALARMS", "a", "NEXTCART_PRICES", "{}"));
        assertThatThrownBy(() -> CloudWatch.named(wrong, CLOCK))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("NEXTCART_PRICES: field 'recommendation' is missing");
    }

    private Traffic inCloudWatch() {
        return CloudWatch.named(
                new Environment(Map.of(
                        "NEXTCART_STAGE", "prod",
                        "NEXTCART_ALARMS", "nextcart-prod-",
                        "NEXTCART_PRICES", PRICES.toJson().toText(),
                        "AWS_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "key",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_SESSION_TOKEN", "token",
                        "AWS_ENDPOINT_URL_CLOUDWATCH",
                                "http://127.0.0.1:" + cloudWatch.getAddress().getPort())),
                CLOCK);
    }

    private static Traffic nothing(String why) {
        return first -> Traffic.Seen.nothing(why);
    }
}
