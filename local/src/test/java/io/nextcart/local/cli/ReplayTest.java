package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.client.ShopClient;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final String RECEIPT =
            "{\"accepted\":1,\"duplicates\":1,\"rejected\":[{\"index\":0,\"field\":\"type\",\"reason\":\"bad\"}]}";
    private static final List<Event> EVENTS = List.of(
            Event.of(new UserId("a b"), EventType.VIEW, new ItemId("1"), 5),
            Event.of(new UserId("b"), EventType.ADD_TO_CART, new ItemId("2,}"), 6));

    @TempDir
    private Path folder;

    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private volatile String answer = RECEIPT;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        RequestStreamHandler events = (in, out, context) -> {
            bodies.add(String.valueOf(JSON.std.mapFrom(in.readAllBytes()).get("body")));
            Integer status = statuses.poll();
            out.write(JSON.std
                    .asString(Map.of("statusCode", status == null ? 202 : status, "body", answer))
                    .getBytes(StandardCharsets.UTF_8));
        };
        RequestStreamHandler health = (in, out, context) ->
                out.write("{\"statusCode\":200,\"body\":\"{}\"}".getBytes(StandardCharsets.UTF_8));
        gateway = Gateway.start(0, Routes.ofShop(events, health, health), ApiKey.none(), Cors.NONE);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Replay replay() {
        return new Replay(gateway.url(), null, Double.POSITIVE_INFINITY);
    }

    @Test
    void aBatchIsOneRequestAndItsReceiptIsRead() throws Exception {
        ShopClient.Receipt receipt = replay().send(EVENTS);
        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.duplicates()).isEqualTo(1);
        assertThat(receipt.rejected()).singleElement().asString().contains("type", "bad");
        assertThat((List<?>) JSON.std.mapFrom(bodies.remove()).get("events")).hasSize(2);
        assertThat(bodies).isEmpty();
    }

    @Test
    void aBusyServerIsSentTheSameBatchAgain() throws Exception {
        statuses.addAll(List.of(503, 429));
        replay().send(EVENTS);
        assertThat(bodies).hasSize(3);
        assertThat(bodies.stream().distinct()).hasSize(1);
    }

    @Test
    void aRefusedKeyIsTheCallersFault() {
        statuses.add(403);
        assertThatThrownBy(() -> replay().send(EVENTS))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--api-key");
    }

    @Test
    void otherServersAreRecognised() {
        answer = "<html>hello</html>";
        assertThatThrownBy(() -> replay().send(EVENTS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is it Nextcart");
    }

    @Test
    void aServerFaultIsNotBlamedOnTheFile() throws IOException {
        statuses.add(500);
        Path log = Files.writeString(
                folder.resolve("log.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n" + "1433221332117,1,view,2,\n".repeat(600));
        Cli.Result result = Cli.run("send", "--events", log, "--url", gateway.url());
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("nextcart: " + gateway.url() + "/v1/events answers 500");
    }

    @Test
    void rowsThatAreNotSentAreReported() throws IOException {
        Path log = Files.writeString(
                folder.resolve("log.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n1433221332117,1,view,2,\n1433221332118,1,fly,2,\n"
                        + "1433221332119,1,view,,\n5,1,view,2,\n");

        Cli.Result result = Cli.run("send", "--events", log, "--url", gateway.url(), "--max-bad-rows", "0.9");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().toList()).hasSizeGreaterThan(2).satisfies(lines -> {
            assertThat(lines.get(0)).startsWith("2 unreadable rows skipped, the first: " + log + ", line 3: ");
            assertThat(lines.get(1))
                    .startsWith("1 event before 1990 and 0 events in the future left out, the first: " + log);
            assertThat(lines.get(2)).startsWith("Sent 1 event ");
        });
    }

    @Test
    void limitAndRateAreKept() throws IOException {
        Path log = Files.writeString(
                folder.resolve("log.csv"),
                "timestamp,visitorid,event,itemid,transactionid\n" + "1433221332117,1,view,2,\n".repeat(600));
        Cli.Result result = Cli.run("send", "--events", log, "--url", gateway.url(), "--limit", 30, "--rate", 100);
        assertThat(result.out()).contains("Sent 30 events");
        assertThat(bodies).hasSize(3);
        Matcher seconds = Pattern.compile(" in ([0-9.]+) s").matcher(result.out());
        assertThat(seconds.find()).isTrue();
        assertThat(Double.parseDouble(seconds.group(1)))
                .as("two waits of 0.1 s")
                .isGreaterThanOrEqualTo(0.2);
    }
}
