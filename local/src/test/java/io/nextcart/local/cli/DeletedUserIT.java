package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.functions.api.Cors;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.serve.LocalShop;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainResult;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveReader;
import io.nextcart.training.archive.Compaction;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What remains of a shopper who asked to be deleted: nothing except the tombstone. */
class DeletedUserIT {
    private static final String SHOPPER = "shopper-who-left-4711";
    private static final String THEIR_ITEM = "seen-by-nobody-else-4711";

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aShopperDeletedOverHttpIsInNoByteOfTheNextModelItsExamplesAndTheCompactedLog() throws Exception {
        Path log = folder.resolve("shop").resolve("events.csv");
        Path archive = folder.resolve("archive");
        assertThat(Cli.run("generate", "--out", log.getParent(), "--scale", "0.001")
                        .exitCode())
                .isZero();
        List<String> lines = Files.readAllLines(log);
        String item = lines.get(1).split(",")[3];
        LocalShop.Settings settings = new LocalShop.Settings(
                folder.resolve("store").toString(),
                folder.resolve("data"),
                0,
                ApiKey.none(),
                Cors.NONE,
                false,
                archive.toString());
        try (LocalShop shop = LocalShop.start(settings, null, line -> {})) {
            assertThat(Cli.run("send", "--events", log, "--url", shop.url()).exitCode())
                    .isZero();
            assertThat(send(shop, "POST", "/v1/events", theirEvents(lines))).contains("\"accepted\":24");
            send(shop, "PUT", "/v1/items/" + item, "{\"title\":\"Hidden\",\"available\":false}");
        }
        assertThat(holds(archive.resolve("events"), SHOPPER))
                .as("the search finds")
                .isTrue();
        assertThat(exported(archive)).isEqualTo("24 events, of ");
        Path feeds = Files.createDirectories(archive.resolve("feeds/merchant-feed"));
        Files.writeString(
                feeds.resolve("products.tsv"),
                "id\ttitle\tprice\n" + item + "\tOf the feed\t12.50 EUR\nnew-item\tNew\t1 EUR\n");
        Path work = Files.createDirectories(folder.resolve("work"));
        RetrainSettings training = new RetrainSettings(
                new LogInputs(List.of(), archive.toString(), List.of(), null, 0),
                null,
                42,
                new RetrainSettings.Target(folder.resolve("store").toString(), true, false),
                RetrainSettings.Resources.of(2, work));
        try (LocalShop shop = LocalShop.start(settings, null, line -> {})) {
            send(shop, "DELETE", "/v1/users/" + SHOPPER, "");
        }

        assertThat(exported(archive)).isEqualTo("24 events, 24 of them deleted and gone at the next compaction, of ");
        Set<String> searched = new HashSet<>();
        List<String> found = new ArrayList<>();
        Progress search = (stage, done, total, unit) -> {
            if (searched.add(stage)) {
                found.addAll(search(work, searched));
            }
        };
        RetrainResult trained = new Retrain(training, Clock.systemUTC(), search).run();
        assertThat(found).isEmpty();
        assertThat(searched).anySatisfy(file -> assertThat(file).endsWith("examples.tsv"));
        Path bundle = folder.resolve("store/models").resolve(trained.version());
        CatalogueTable catalogue = new BundleLoader(
                        new FolderObjectStore(folder.resolve("store")), folder.resolve("cache"))
                .load(trained.version())
                .catalogue();
        assertThat(catalogue.said(item).available()).isFalse();
        assertThat(catalogue.said(item).title()).isEqualTo("Of the feed");
        assertThat(catalogue.said("new-item").price()).isEqualTo(1);
        assertThat(holds(bundle, item)).as("the search finds an item of others").isTrue();
        assertThat(search(folder.resolve("store"), searched)).isEmpty();
        assertThat(work.resolve(".training")).doesNotExist();

        Compaction.Result compacted =
                new Compaction(Archive.open(archive.toString()), 0, Clock.systemUTC(), Progress.NONE).run();
        assertThat(compacted.deleted()).isEqualTo(24);
        assertThat(search(archive.resolve("events"), searched)).isEmpty();
        assertThat(exported(archive)).isEqualTo("0 events, of ");
        assertThat(new FolderObjectStore(archive).list("tombstones/")).isNotEmpty();
        ArchiveReader reader = new ArchiveReader(Archive.open(archive.toString()), 0, Progress.NONE);
        long[] events = new long[1];
        reader.events(reader.deleted(), event -> events[0]++);
        assertThat(events[0]).as("everyone else's events").isEqualTo(trained.events());
    }

    /** What {@code export-user} says it found, and the file holds. */
    private String exported(Path archive) throws IOException {
        Path out = folder.resolve("access.json");
        Cli.Result result = Cli.run("export-user", "--user", SHOPPER, "--archive", archive, "--out", out, "--force");
        assertThat(result.exitCode()).as(result.err()).isZero();
        String found = result.out().replaceFirst("(?s)^.*access.json: (.*, of ).*$", "$1");
        assertThat(Files.readString(out).split(THEIR_ITEM, -1).length - 1)
                .isEqualTo(Integer.parseInt(found.split(" ", 2)[0]) / 2);
        return found;
    }

    /** Views and carts of items that others know, and of one that nobody else knows. */
    private static String theirEvents(List<String> lines) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String[] columns = lines.get(lines.size() / 13 * (i + 1)).split(",");
            for (String item : List.of(columns[3], THEIR_ITEM)) {
                events.add("{\"user_id\":\"" + SHOPPER + "\",\"type\":\"" + (i % 3 == 0 ? "addtocart" : "view")
                        + "\",\"item_id\":\"" + item + "\",\"timestamp\":" + columns[0] + "}");
            }
        }
        return "{\"events\":[" + String.join(",", events) + "]}";
    }

    private String send(LocalShop shop, String method, String path, String body) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(shop.url().resolve(path))
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 204);
        return response.body();
    }

    /** The files below a place whose bytes contain the shopper or their item. */
    private static List<String> search(Path place, Set<String> searched) {
        try {
            List<String> found = new ArrayList<>();
            for (Path file : files(place)) {
                searched.add(file.toString());
                String text = text(file);
                if (text.contains(SHOPPER) || text.contains(THEIR_ITEM)) {
                    found.add(file.toString());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path place, String text) throws IOException {
        for (Path file : files(place)) {
            if (text(file).contains(text)) {
                return true;
            }
        }
        return false;
    }

    private static List<Path> files(Path place) throws IOException {
        try (Stream<Path> tree = Files.walk(place)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }

    /** The bytes of a file, decompressed, as characters one to one. */
    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return ""; // a temporary file that disappeared before it was read
        }
    }
}
