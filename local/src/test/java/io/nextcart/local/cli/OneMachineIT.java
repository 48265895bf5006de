package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Await;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.RankingMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a shop on one machine, through its commands and over HTTP. */
class OneMachineIT {
    private static final int CASES = 200;

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aShopIsGeneratedServedTrainedAndMeasured() throws Exception {
        Path shop = folder.resolve("shop");
        Path log = shop.resolve("events.csv");
        Path store = folder.resolve("store");
        assertThat(Cli.run("generate", "--out", shop, "--scale", "0.004").exitCode())
                .isZero();

        LocalShop.Settings settings =
                new LocalShop.Settings(store.toString(), folder.resolve("data"), 0, ApiKey.none());
        try (LocalShop serving = LocalShop.start(settings, null, line -> {})) {
            // Before the first model: alive, with empty answers.
            assertThat(get(serving, "/v1/health").statusCode()).isEqualTo(200);
            assertThat(level(get(serving, "/v1/recommendations/1?k=5"))).isEqualTo("empty");

            // Every event is accepted once.
            Cli.Result sent = Cli.run("send", "--events", log, "--url", serving.url(), "--limit", 1200);
            assertThat(sent.err()).isEmpty();
            assertThat(sent.out()).contains("Sent 1,200 events", "1,200 accepted, 0 duplicates, 0 rejected");
            assertThat(Cli.run("send", "--events", log, "--url", serving.url(), "--limit", 700)
                            .out())
                    .contains("0 accepted, 700 duplicates, 0 rejected");

            // A model published while the server runs is loaded.
            Cli.Result trained =
                    Cli.run("train", "--events", log, "--store", store, "--work", folder.resolve("work"), "--force");
            assertThat(trained.exitCode()).as(trained.err()).isZero();
            assertThat(trained.out()).contains("Published ");
            String user = firstUser(log);
            Await.until(
                    () -> level(get(serving, "/v1/recommendations/" + user)).equals("personal"),
                    "the model is taken up");

            // Lists for mailings obey the rules that lists over HTTP obey.
            obeysRules(serving, log, store, user);

            // The command measures what HTTP answers, to the last digit.
            Path cases = cases(log);
            Cli.Result measured = Cli.run("evaluate", "--store", store, "--cases", cases, "--json");
            assertThat(measured.exitCode()).as(measured.err()).isZero();
            assertThat(JSON.std.mapFrom(measured.out()))
                    .containsAllEntriesOf(overHttp(serving, store, cases))
                    .containsKeys("baselines", "intervals", "lead_over", "segments", "reliability");
            assertThat(Cli.run("evaluate", "--store", store, "--cases", cases).out())
                    .contains("200 cases, model ", "HR ", "novelty", "co_visitation", "cold item", "log loss");
        }
    }

    private static String firstUser(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.skip(1).findFirst().orElseThrow().split(",")[1];
        }
    }

    private void obeysRules(LocalShop serving, Path log, Path store, String user) throws Exception {
        List<String> plain = items(serving, user);
        String rules = "{\"rules\":[{\"rule_id\":\"a\",\"type\":\"hide\",\"item_id\":\"" + plain.get(1) + "\"},"
                + "{\"rule_id\":\"b\",\"type\":\"pin\",\"item_id\":\"" + plain.get(4) + "\",\"position\":2},"
                + "{\"rule_id\":\"c\",\"type\":\"limit\",\"count\":2}]}";
        send(serving, "PUT", "/v1/rules", rules);
        Await.until(() -> !items(serving, user).contains(plain.get(1)), "the rules are taken up");
        List<String> served = items(serving, user);

        Path out = folder.resolve("lists.parquet");
        Path sent;
        try (Stream<String> lines = Files.lines(log)) {
            sent = Files.write(folder.resolve("sent.csv"), lines.limit(1201).toList());
        }
        Cli.Result batch = Cli.run(
                "batch",
                "--store",
                store,
                "--users",
                Files.writeString(folder.resolve("users.txt"), user),
                "--events",
                sent,
                "--rules",
                Files.writeString(
                        folder.resolve("rules.json"),
                        send(serving, "GET", "/v1/rules", "").body()),
                "--k",
                10,
                "--out",
                out);

        assertThat(batch.exitCode()).as(batch.err()).isZero();
        assertThat(served.get(1)).isEqualTo(plain.get(4));
        assertThat(BatchCommandTest.lists(out).get(user)).isEqualTo(served);
        send(serving, "PUT", "/v1/rules", "{\"rules\":[]}");
        Await.until(() -> items(serving, user).equals(plain), "the rules are gone");
    }

    private List<String> items(LocalShop serving, String user) throws Exception {
        String answer = get(serving, "/v1/recommendations/" + user + "?k=10").body();
        return ((List<?>) JSON.std.mapFrom(answer).get("items"))
                .stream()
                        .map(item -> (String) ((Map<?, ?>) item).get("item_id"))
                        .toList();
    }

    private HttpResponse<String> send(LocalShop serving, String method, String path, String body) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(serving.url() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response;
    }

    private static Path cases(Path log) throws IOException {
        Map<String, List<String>> sessions = new LinkedHashMap<>();
        EventFiles.read(
                log,
                0,
                Progress.NONE,
                event -> sessions.computeIfAbsent(event.userId().value(), user -> new ArrayList<>())
                        .add(event.itemId().value()));
        List<String> lines = new ArrayList<>();
        for (List<String> items : sessions.values()) {
            if (items.size() > 1 && lines.size() < CASES) {
                lines.add(JSON.std.asString(
                        Map.of("items", items.subList(0, items.size() - 1), "target", items.get(items.size() - 1))));
            }
        }
        return Files.write(log.resolveSibling("cases.jsonl"), lines);
    }

    private Map<String, Object> overHttp(LocalShop serving, Path store, Path cases) throws Exception {
        BundleLoader loader = new BundleLoader(ObjectStores.open(store.toString()), folder.resolve("copy"));
        ItemTable items =
                loader.load(loader.current().orElseThrow().champion()).tables().items();
        RankingMetrics metrics = new RankingMetrics(Evaluation.views(items));
        for (String line : Files.readAllLines(cases)) {
            Map<String, Object> one = JSON.std.mapFrom(line);
            List<Map<String, Object>> session = ((List<?>) one.get("items"))
                    .stream()
                            .map(item -> Map.<String, Object>of("item_id", item))
                            .toList();
            String body = JSON.std.asString(Map.of("k", RankingMetrics.LONGEST, "session", session));
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(serving.url() + "/v1/recommendations"))
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            int[] ranked = ((List<?>) JSON.std.mapFrom(response.body()).get("items"))
                    .stream()
                            .mapToInt(item -> items.indexOf((String) ((Map<?, ?>) item).get("item_id")))
                            .toArray();
            metrics.add(ranked, ranked.length, items.indexOf((String) one.get("target")));
        }
        return new LinkedHashMap<>(metrics.byName());
    }

    private HttpResponse<String> get(LocalShop serving, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(serving.url() + path)).build(), BodyHandlers.ofString());
    }

    private static String level(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        try {
            return String.valueOf(JSON.std.mapFrom(response.body()).get("fallback_level"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
