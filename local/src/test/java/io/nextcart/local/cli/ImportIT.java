package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop leaves another system and starts with its history. */
class ImportIT {
    @TempDir
    private Path folder;

    @Test
    void aCsvFileOfAnyColumnsIsReadFromStandardInput() throws IOException {
        InputStream before = System.in;
        Path log = folder.resolve("log.ndjson");
        try {
            System.setIn(new ByteArrayInputStream(
                    "who,what,when\nu,i,2024-03-01 10:15:00\n".getBytes(StandardCharsets.UTF_8)));
            Cli.Result imported = Cli.run(
                    "import", "--from", "csv", "--in", "-", "--out", log, "--columns", "user=who,item=what,time=when");
            assertThat(imported.exitCode()).as(imported.err()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(log)
                .content()
                .isEqualTo("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1709288100000}\n");
    }

    @Test
    void aFeedIsImportedAndSentToTheCatalogueOfAServer() throws Exception {
        Path feed = Files.writeString(
                folder.resolve("feed.xml"),
                "<rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel>"
                        + IntStream.range(0, 1200)
                                .mapToObj(i -> "<item><g:id>" + i + "</g:id><g:title>Ü " + i
                                        + "</g:title><g:price>2.50 EUR</g:price></item>\n")
                                .collect(Collectors.joining())
                        + "</channel></rss>");
        Path items = folder.resolve("items.ndjson.gz");
        Cli.Result imported = Cli.run("import", "--from", "merchant-feed", "--in", feed, "--out", items);
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out())
                .contains(
                        "1,200 items: 1,200 with a title, 1,200 a price, 0 an image",
                        "Next: nextcart send --items " + items);
        Path more = Files.writeString(folder.resolve("more.ndjson"), """
            {"item_id":"x","price":1}

            {"item_id":"y","price":-1}
            """);
        LocalShop.Settings settings = new LocalShop.Settings(
                folder.resolve("store").toString(), folder.resolve("data"), 0, ApiKey.of("secret"));
        try (LocalShop shop = LocalShop.start(settings, null, line -> {})) {
            Cli.Result refused = Cli.run("send", "--items", items, "--url", shop.url());
            assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
            Cli.Result sent = Cli.run("send", "--items", items, more, "--url", shop.url(), "--api-key", "secret");
            assertThat(sent.exitCode()).as(sent.err()).isZero();
            assertThat(sent.out())
                    .containsPattern("Sent 1,202 items in [0-9.]+ s: 1,201 accepted, 1 rejected")
                    .contains("The first that was rejected: " + more
                            + ", line 3: price: is -1, expected a number from 0 to 1e15");
            HttpRequest get = HttpRequest.newBuilder(shop.url().resolve("/v1/items/1199"))
                    .header("X-API-Key", "secret")
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(get, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .startsWith("{\"item_id\":\"1199\",\"price\":2.5,\"title\":\"Ü 1199\",");
            Cli.Result bad = Cli.run("send", "--items", feed, "--url", shop.url(), "--api-key", "secret");
            assertThat(bad.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(bad.err()).contains(feed + ", line 1: ", "expected an item as a JSON object");
        }
        assertThat(Cli.run("import", "--from", "merchant", "--in", feed, "--out", items)
                        .err())
                .contains("--from is 'merchant', expected csv, retailrocket, otto, personalize, gorse,"
                        + " merchant-feed, ");
        assertThat(Cli.run("send").err()).contains("nothing to send, expected --events or --items");
    }

    @Test
    void theSessionsOfAShopInOttoFormAreImported() throws IOException {
        importSessions();
    }

    @Test
    @Tag("long")
    void theSessionsOfAShopInOttoFormTrainAModel() throws IOException {
        Path log = importSessions();

        Cli.Result trained = Cli.run(
                "train",
                "--events",
                log,
                "--store",
                folder.resolve("store"),
                "--work",
                folder.resolve("work"),
                "--force");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("Published ", String.format(Locale.ROOT, "%,d events", total(byType(log))));
    }

    private Path importSessions() throws IOException {
        Path shop = folder.resolve("shop");
        assertThat(Cli.run("generate", "--out", shop, "--scale", "0.001").exitCode())
                .isZero();
        Path original = shop.resolve("events.csv");
        Path export = folder.resolve("train.jsonl");
        writeSessions(original, export);
        Path log = folder.resolve("log.ndjson.gz");

        Cli.Result imported = Cli.run("import", "--from", "otto", "--in", export, "--out", log);

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Map<EventType, Long> expected = byType(original);
        assertThat(byType(log)).isEqualTo(expected);
        assertThat(imported.out())
                .contains(
                        String.format(
                                Locale.ROOT,
                                "%,d views, %,d add to cart, %,d transactions",
                                expected.get(EventType.VIEW),
                                expected.get(EventType.ADD_TO_CART),
                                expected.get(EventType.TRANSACTION)),
                        "Next: nextcart train --events " + log + " --store DIR");
        return log;
    }

    @Test
    void itemsOfAnotherSystemAreTakenByTraining() throws IOException {
        Path shop = folder.resolve("shop");
        assertThat(Cli.run("generate", "--out", shop, "--scale", "0.001").exitCode())
                .isZero();
        Path interactions = folder.resolve("interactions.csv");
        Path items = folder.resolve("items.csv");
        try (PrintWriter events = new PrintWriter(Files.newBufferedWriter(interactions));
                PrintWriter catalogue = new PrintWriter(Files.newBufferedWriter(items))) {
            events.println("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE");
            catalogue.println("ITEM_ID,PRICE,CATEGORY_L1");
            Map<String, String> seen = new LinkedHashMap<>();
            EventFiles.read(shop.resolve("events.csv"), 0, Progress.NONE, event -> {
                String item = event.itemId().value();
                // Without views no ranker is fitted.
                if (event.type() != EventType.VIEW) {
                    events.println(event.userId() + "," + item + "," + event.timestampMs() / 1000 + "," + event.type());
                }
                seen.computeIfAbsent(item, id -> id + "," + id.length() + ".5,Category " + id.charAt(0));
            });
            seen.values().forEach(catalogue::println);
        }
        Path log = folder.resolve("log.ndjson");
        Path properties = folder.resolve("properties.csv");

        Cli.Result imported = Cli.run(
                "import",
                "--from",
                "personalize",
                "--in",
                interactions,
                "--out",
                log,
                "--items",
                items,
                "--items-out",
                properties,
                "--event-type",
                "ADD_TO_CART=addtocart",
                "--event-type",
                "TRANSACTION=transaction");

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        Cli.Result trained = Cli.run(
                "train",
                "--events",
                log,
                "--item-properties",
                properties,
                "--store",
                folder.resolve("store"),
                "--work",
                folder.resolve("work"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.out()).contains("Published ");
    }

    @Test
    void unknownEventTypesAreOneLineAndNothingIsWritten() throws IOException {
        Path in = Files.writeString(
                folder.resolve("feedback.csv"),
                "feedback_type,user_id,item_id,time_stamp\r\nlike,u,i,2020-01-01 01:01:01 +0000 UTC\r\n");
        Path log = folder.resolve("log.ndjson");

        Cli.Result result = Cli.run("import", "--from", "gorse", "--in", in, "--out", log);

        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(result.err().lines())
                .containsExactly("nextcart: event types of unknown meaning: 'like' (1 event); say for each --event-type"
                        + " name=view, addtocart, remove_from_cart, transaction or skip");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(in));
        assertThat(Cli.run("import", "--from", "gorse", "--in", in, "--out", log, "--event-type", "like=view")
                        .exitCode())
                .isZero();
        assertThat(log).exists();
    }

    private static void writeSessions(Path log, Path export) throws IOException {
        Map<String, List<Map<String, Object>>> sessions = new LinkedHashMap<>();
        Map<EventType, String> names =
                Map.of(EventType.VIEW, "clicks", EventType.ADD_TO_CART, "carts", EventType.TRANSACTION, "orders");
        EventFiles.read(
                log,
                0,
                Progress.NONE,
                event -> sessions.computeIfAbsent(event.userId().value(), user -> new ArrayList<>())
                        .add(Map.of(
                                "aid",
                                Long.valueOf(event.itemId().value()),
                                "ts",
                                event.timestampMs(),
                                "type",
                                String.valueOf(names.get(event.type())))));
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, List<Map<String, Object>>> session : sessions.entrySet()) {
            lines.add(
                    JSON.std.asString(Map.of("session", Long.valueOf(session.getKey()), "events", session.getValue())));
        }
        Files.write(export, lines);
    }

    private static Map<EventType, Long> byType(Path log) {
        Map<EventType, Long> counts = new EnumMap<>(EventType.class);
        EventFiles.read(log, 0, Progress.NONE, (Event event) -> counts.merge(event.type(), 1L, Long::sum));
        return counts;
    }

    private static long total(Map<EventType, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
