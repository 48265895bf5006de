package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Await;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.store.UserPage;
import io.nextcart.functions.store.dynamo.DynamoEventStore;
import io.nextcart.functions.store.dynamo.DynamoServer;
import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.functions.store.dynamo.TestTables;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import io.nextcart.local.runtime.FunctionPool;
import io.nextcart.local.runtime.FunctionSpec;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveAudit;
import io.nextcart.training.archive.Compaction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Kills the packaged events Lambda, and what archives the stream of its table, again and again while clients send events.
 * DynamoDB Local, S3 and the gateway, which stand for AWS, stay.
 */
@Tag("long")
class DynamoKillIT {
    private static final int KILLS = 100;
    private static final int CLIENTS = 3;
    /** Fewer than clients, so that some requests wait. */
    private static final int INSTANCES = 2;

    /** Events that are taken between two kills, however slow the machine. */
    private static final int MOST_BETWEEN = 60;

    private static final int LONGEST_PAUSE_MS = 300;
    /** A field, since a collected logger would forget that it is silenced: each kill fails some requests. */
    private static final Logger LOGGER = Logger.getLogger(Gateway.class.getName());

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("nextcart.seed", 42);
    private final Random random = new Random(seed);
    private final NumberedEvents events = NumberedEvents.behindGateway();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final LoopbackS3 s3 = new LoopbackS3();
    private final String bucket = s3.bucket();
    private final Map<String, String> environment = new HashMap<>(s3.environment());
    private final Map<String, Integer> killed = new TreeMap<>();
    private DynamoDbClient client;
    private String table;
    private String tombstones;
    private FunctionPool function;
    private Gateway gateway;
    private ChildProcess archiver;
    private int archivers;
    private String newestObject = "";
    private volatile boolean ending;

    @BeforeEach
    void start() throws Exception {
        LOGGER.setLevel(Level.OFF);
        String endpoint = DynamoServer.endpoint().toString();
        client = DynamoServer.client(URI.create(endpoint));
        table = TestTables.create(client, DynamoTables.EVENTS);
        tombstones = TestTables.create(client, DynamoTables.TOMBSTONES);
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB", endpoint,
                "AWS_ENDPOINT_URL_DYNAMODB_STREAMS", endpoint,
                "NEXTCART_EVENTS_TABLE", table,
                "NEXTCART_TOMBSTONES_TABLE", tombstones,
                "NEXTCART_CATALOGUE_TABLE", TestTables.create(client, DynamoTables.CATALOGUE),
                "NEXTCART_RULES_TABLE", TestTables.create(client, DynamoTables.RULES),
                "NEXTCART_ARCHIVE_BUCKET", bucket,
                "NEXTCART_METRICS", "off"));
        function = FunctionPool.start(
                new FunctionSpec(
                        "events",
                        "io.nextcart.functions.events.EventsFunction",
                        Packages.of(Path.of("..")).events(),
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        environment,
                        folder.resolve("functions"),
                        INSTANCES),
                line -> {});
        function.awaitReady();
        RequestStreamHandler none = (in, out, context) -> {
            throw new IOException("this shop has events only");
        };
        gateway = Gateway.start(0, Routes.ofShop(function, none, none), ApiKey.none(), Cors.NONE);
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        if (archiver != null) {
            archiver.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        if (function != null) {
            function.close();
        }
        if (client != null) {
            client.close();
        }
        s3.close();
        LOGGER.setLevel(null);
    }

    @Test
    void everyEventThatIsTakenIsInTheTableAndTheArchiveOnce(TestReporter reporter) throws Exception {
        startArchiver();
        List<Future<Void>> sending = IntStream.range(0, CLIENTS)
                .mapToObj(i -> events.client(random.nextLong()))
                .map(each -> threads.submit(() -> send(each)))
                .toList();
        for (int kill = 0; kill < KILLS; kill++) {
            int enough = events.answered() + random.nextInt(MOST_BETWEEN);
            Await.until(
                    () -> events.answered() >= enough || sending.stream().anyMatch(Future::isDone), "events are taken");
            assertThat(sending).noneMatch(Future::isDone);
            archiver.live(random.nextInt(LONGEST_PAUSE_MS));
            killSomething();
        }
        ending = true;
        for (Future<Void> each : sending) {
            each.get();
        }
        archiver.kill();
        startArchiver("once");
        archiver.end();

        List<Integer> stored = stored();
        assertThat(stored).as("stored, seed %d", seed).doesNotHaveDuplicates();
        assertThat(stored).as("lost, seed %d", seed).containsAll(events.taken());
        assertThat(stored).as("sent by nobody, seed %d", seed).allMatch(number -> number < events.sent());
        Archive archive = new Archive(new S3ObjectStore(s3.client(), bucket, ""));
        assertThat(NumberedEvents.archived(archive))
                .as("archived, seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(stored);
        long lines = lines(archive);
        new Compaction(archive, 0, Clock.systemUTC(), Progress.NONE).run();
        assertThat(NumberedEvents.archived(archive))
                .as("compacted, seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(stored);
        assertThat(lines(archive)).as("lines, compacted, seed %d", seed).isEqualTo(stored.size());
        assertThat(events.taken()).hasSizeGreaterThan(10 * KILLS);
        reporter.publishEntry(Map.of(
                "kills", Integer.toString(KILLS),
                "killed", killed.toString(),
                "events sent", Integer.toString(events.sent()),
                "answered with 202", Integer.toString(events.taken().size()),
                "stored", Integer.toString(stored.size()),
                "archived twice until compacted", Long.toString(lines - stored.size())));
    }

    private Void send(NumberedEvents.Client each) throws Exception {
        while (!ending) {
            each.send(gateway.url());
        }
        return null;
    }

    private void startArchiver(String... options) throws IOException {
        String stream = client.describeTable(request -> request.tableName(table))
                .table()
                .latestStreamArn();
        List<String> arguments =
                new ArrayList<>(List.of(stream, folder.resolve("taken").toString()));
        arguments.addAll(List.of(options));
        archiver = ChildProcess.start(
                StreamArchiver.class.getName(),
                arguments,
                environment,
                folder.resolve("archiver-" + archivers++ + ".txt"));
    }

    private void killSomething() throws Exception {
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                List<Long> processes = instances();
                kill(processes.get(random.nextInt(processes.size())));
            }
            case 3 -> killArchiver();
            case 4 -> {
                nextObject();
                while (!nextObject()) {
                    archiver.live(1);
                }
                killArchiver();
            }
            default -> {
                instances().forEach(this::kill);
                killArchiver();
            }
        }
    }

    private List<Long> instances() throws Exception {
        Await.until(() -> !function.processes().isEmpty(), "the function runs");
        return function.processes();
    }

    private void kill(long process) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        killed.merge("functions", 1, Integer::sum);
    }

    private void killArchiver() throws Exception {
        archiver.kill();
        killed.merge("archivers", 1, Integer::sum);
        startArchiver();
    }

    /** Whether one day of the archive has new objects since the last call. */
    private boolean nextObject() {
        String after = newestObject;
        for (S3Object object : s3.client()
                .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix("events/").startAfter(after))
                .contents()) {
            newestObject = object.key();
        }
        return !newestObject.equals(after);
    }

    /** The numbers of the events in the table; fails on one that nobody sent. */
    private List<Integer> stored() throws IOException {
        DynamoEventStore store =
                new DynamoEventStore(client, table, tombstones, DynamoEventStore.DEFAULT_TTL_DAYS, Clock.systemUTC());
        List<Integer> stored = new ArrayList<>();
        for (UserId user : NumberedEvents.users()) {
            String after = "";
            do {
                UserPage page = store.export(user, after);
                page.events().stream()
                        .map(ArchivedEvent::event)
                        .map(NumberedEvents::number)
                        .forEach(stored::add);
                after = page.next();
            } while (!after.isEmpty());
        }
        assertThat(client.scanPaginator(request -> request.tableName(table).projectionExpression("user_id"))
                        .items())
                .as("rows of the table, seed %d", seed)
                .hasSize(stored.size());
        return stored;
    }

    /** The lines of the archive, each of which must be an event. */
    private static long lines(Archive archive) throws IOException {
        ArchiveAudit audit = new ArchiveAudit(archive);
        long lines = 0;
        for (List<String> keys : audit.days().values()) {
            ArchiveAudit.Day day = audit.day(keys, audit.deleted(), (event, counts) -> {});
            assertThat(day.faults()).isEmpty();
            lines += day.lines();
        }
        return lines;
    }
}
