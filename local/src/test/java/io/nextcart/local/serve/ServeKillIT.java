package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.EventKey;
import io.nextcart.data.Progress;
import io.nextcart.functions.api.TestCertificate;
import io.nextcart.local.audit.Audit;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.store.ShopContents;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.Compaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server again and again while clients send events to it: at random moments, while it writes to its archive, and
 * before it answers.
 */
class ServeKillIT {
    private static final int KILLS = 3;
    private static final int MANY_KILLS = 100;
    private static final int CLIENTS = 3;
    /** The archive is written every two seconds. */
    private static final int LONGEST_LIFE_MS = 2600;

    private static final int LONGEST_START_MS = 1500;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("nextcart.seed", 42);
    private final Random random = new Random(seed);
    private final NumberedEvents events = new NumberedEvents();
    private final List<NumberedEvents.Client> clients = IntStream.range(0, CLIENTS)
            .mapToObj(i -> events.client(random.nextLong()))
            .toList();
    private String[] more = {};
    /** Where store and archive lie, and how the server gets there. */
    private String store;

    private ObjectStore objects;
    private Map<String, String> environment = Map.of();
    private Path data;

    @BeforeEach
    void inAFolder() {
        store = folder.resolve("store").toString();
        objects = new FolderObjectStore(folder.resolve("store"));
        data = folder.resolve("data");
    }

    @Test
    void everyEventThatIsTakenIsStoredAndArchivedOnce(TestReporter reporter) throws Exception {
        killAndCount(KILLS, reporter);
    }

    /** The functions run in JVMs of their own, and reach the store over HTTP. */
    @Test
    @Tag("long")
    void soItIsWithPackagedFunctions(TestReporter reporter) throws Exception {
        more = new String[] {"--packaged"};
        killAndCount(MANY_KILLS, reporter);
    }

    @Test
    @Tag("long")
    void soItIsAfterAHundredKills(TestReporter reporter) throws Exception {
        killAndCount(MANY_KILLS, reporter);
    }

    @Test
    @Tag("long")
    void soItIsWithTheArchiveOnS3(TestReporter reporter) throws Exception {
        try (LoopbackS3 s3 = new LoopbackS3()) {
            String bucket = s3.bucket();
            store = "s3://" + bucket + "/shop";
            objects = new S3ObjectStore(s3.client(), bucket, "shop");
            environment = s3.environment();
            killAndCount(MANY_KILLS, reporter);
        }
    }

    private void killAndCount(int kills, TestReporter reporter) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int kill = 0; kill < kills; kill++) {
                liveAndDie(kill, threads);
            }
        } finally {
            threads.shutdownNow();
        }
        endInPeace();

        List<Integer> stored = stored();
        Set<Integer> lost = new TreeSet<>(events.taken());
        lost.removeAll(new HashSet<>(stored)); // AssertJ compares each with each
        assertThat(lost).as("lost, seed %d", seed).isEmpty();
        assertThat(new HashSet<>(stored)).as("stored once, seed %d", seed).hasSameSizeAs(stored);
        long repeats = assertAudit().archived().repeats();
        new Compaction(archive(), 0, Clock.systemUTC(), Progress.NONE).run();
        assertThat(NumberedEvents.archived(archive()).stream().sorted().toList())
                .as("archived, seed %d", seed)
                .isEqualTo(stored.stream().sorted().toList());
        assertThat(assertAudit().archived().lines())
                .as("lines, compacted, seed %d", seed)
                .isEqualTo(stored.size());
        assertThat(events.taken()).hasSizeGreaterThan(20 * kills);
        reporter.publishEntry(Map.of(
                "kills", Integer.toString(kills),
                "events sent", Integer.toString(events.sent()),
                "answered with 202", Integer.toString(events.taken().size()),
                "stored", Integer.toString(stored.size()),
                "archived twice until compacted", Long.toString(repeats)));
    }

    private void liveAndDie(int kill, ExecutorService threads) throws Exception {
        try (ChildProcess server = serve("life-" + kill + ".txt", more)) {
            boolean early = random.nextInt(8) == 0;
            if (early) {
                server.live(random.nextInt(LONGEST_START_MS));
                server.kill();
                return;
            }
            URI url = server.url();
            List<Future<Void>> sending = new ArrayList<>();
            for (NumberedEvents.Client client : clients) {
                sending.add(threads.submit(() -> {
                    client.sendUntilKilled(url);
                    return null;
                }));
            }
            server.live(random.nextInt(LONGEST_LIFE_MS));
            if (random.nextInt(3) == 0) {
                int before = archived();
                while (archived() == before) {
                    server.live(1);
                }
            }
            server.kill();
            for (Future<Void> client : sending) {
                client.get();
            }
        }
    }

    /**
     * One more life, with HTTPS and keys, in which each client sends something, and which ends with all of the archive
     * written.
     */
    private void endInPeace() throws Exception {
        TestCertificate tls = TestCertificate.in(folder, "EC");
        HttpClient client = HttpClient.newBuilder().sslContext(tls.trusting()).build();
        events.sendBy(client, "ours");
        String options = "--api-key boss --server-key ours --page-key everybodys --burst 500"
                + " --page-requests-per-second 1 --tls-cert " + tls.certificates() + " --tls-key " + tls.key();
        try (ChildProcess server = serve("last-life.txt", options.split(" "))) {
            URI url = server.url();
            assertThat(url).hasScheme("https");
            for (NumberedEvents.Client each : clients) {
                assertThat(each.send(url)).isTrue();
            }
            assertThatEachKeyReachesItsCalls(client, url);
            server.stop();
        }
    }

    private static void assertThatEachKeyReachesItsCalls(HttpClient client, URI url) throws Exception {
        String ofPages = "/v1/popular";
        String ofServers = "/v1/users/u1/events";
        String ofAdmins = "/v1/users/u1/export";
        assertThat(status(client, url.resolve("/v1/health"), "none")).isEqualTo(200);
        assertThat(status(client, url.resolve(ofPages), "none")).isEqualTo(403);
        for (String call : List.of(ofPages, ofServers, ofAdmins)) {
            assertThat(status(client, url.resolve(call), "boss")).as(call).isEqualTo(200);
            assertThat(status(client, url.resolve(call), "ours")).as(call).isEqualTo(call.equals(ofAdmins) ? 403 : 200);
            assertThat(status(client, url.resolve(call), "everybodys"))
                    .as(call)
                    .isEqualTo(call.equals(ofPages) ? 200 : 403);
        }
        // Its burst is 500 / 100 calls, and it gets one more a second.
        Await.until(() -> status(client, url.resolve(ofPages), "everybodys") == 429, "the pages' rate is used up");
        assertThat(status(client, url.resolve(ofPages), "ours")).isEqualTo(200);
    }

    private static int status(HttpClient client, URI call, String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(call).header(ApiKey.HEADER, key).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private ChildProcess serve(String output, String... options) throws IOException {
        return ChildProcess.serve(store, data, folder.resolve(output), environment, options);
    }

    private int archived() throws IOException {
        return objects.list("events/").size();
    }

    private Audit assertAudit() throws IOException {
        Audit audit = Audit.of(data.resolve(ShopFile.NAME), objects, objects, Progress.NONE);
        assertThat(audit.gaps()).as("seed %d", seed).isEmpty();
        assertThat(audit.stored().waiting()).as("the archive has caught up").isZero();
        assertThat(audit.archived().others()).as("archived, not stored").isZero();
        return audit;
    }

    /** The numbers of the events that the store holds; fails on one that was not sent. */
    private List<Integer> stored() throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < events.sent(); number++) {
            numbers.put(EventKey.of(NumberedEvents.event(number)), number);
        }
        List<Integer> stored = new ArrayList<>();
        try (ShopContents shop = ShopContents.open(data.resolve(ShopFile.NAME))) {
            shop.events(event -> {
                assertThat(numbers).as("sent by nobody, seed %d", seed).containsKey(event.eventKey());
                stored.add(numbers.get(event.eventKey()));
            });
        }
        return stored;
    }

    private Archive archive() {
        return new Archive(objects);
    }
}
