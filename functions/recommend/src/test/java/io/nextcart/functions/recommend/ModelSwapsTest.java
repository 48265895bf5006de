package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nextcart.data.Await;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Swaps models under load, and offers damaged ones: every request is answered, and nothing of a former model stays. */
final class ModelSwapsTest {
    private static final String ASKED =
            "{\"session\":[{\"item_id\":\"a\"},{\"item_id\":\"b\"}],\"k\":5,\"explain\":true}";
    private static final int VERSIONS = 3;
    private static final int THREADS = 2;
    /** The model in service, and those that a thread asked last, in its thread-locals. */
    private static final int MOST_MAPPED_MODELS = 4;

    private static final long HEAP_NOISE_BYTES = 6 << 20;

    private static final int HANDLES_NOISE = 8;

    @TempDir
    private Path folder;

    private final Random random = new Random(Long.getLong("nextcart.seed", 42));
    private final AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
    private final Logger logger = Logger.getLogger(ServedModels.class.getName());
    private final Handler faults = new Handler() {
        @Override
        public void publish(LogRecord line) {
            refusal.set(line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private FolderObjectStore objects;
    private ServedModels models;
    private RecommendService service;
    private RecommendHandler handler;
    private List<?> expected;

    @BeforeEach
    void serve() throws IOException {
        logger.setUseParentHandlers(false);
        logger.addHandler(faults);
        objects = new FolderObjectStore(folder.resolve("objects"));
        for (int i = 0; i < VERSIONS; i++) {
            TinyBundle.put(objects, "v" + i, folder.resolve("work"));
        }
        TinyBundle.serve(objects, "v0", null, 1);
        models = new ServedModels(new BundleLoader(objects, folder.resolve("cache")), Clock.systemUTC());
        Clock clock = Clock.systemUTC();
        CatalogueOverlay overlay = new CatalogueOverlay(
                new MemoryCatalogueStore(), new MemoryRuleStore(), clock, CatalogueOverlay.INTERVAL);
        service = new RecommendService(models, new MemoryEventStore(), overlay, clock, RecommendService.WAIT_BUDGET);
        handler = new RecommendHandler(service);
        expected = items(answer());
        assertThat(expected).hasSize(5);
    }

    @AfterEach
    void end() {
        service.close();
        logger.removeHandler(faults);
        logger.setUseParentHandlers(true);
    }

    @Test
    void swapsUnderLoadAnswerEveryRequestAndLeaveNothingBehind(TestReporter reporter) throws Exception {
        swap(50, reporter);
    }

    @Test
    @Tag("long")
    void soDoTenThousandSwaps(TestReporter reporter) throws Exception {
        swap(10_000, reporter);
    }

    /** What a process holds, once what nobody reaches is collected. */
    private record Held(long mappedTables, long handles, long heapBytes) {
        static Held now() throws IOException {
            System.gc();
            long mapped;
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                mapped = maps.filter(line -> line.endsWith(".tbl")).count();
            }
            try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
                return new Held(
                        mapped,
                        handles.count(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
        }
    }

    private void swap(int swaps, TestReporter reporter) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "only Linux says what a process holds");
        long mapped = MOST_MAPPED_MODELS * Held.now().mappedTables;
        swapUnderLoad(VERSIONS * 4); // so that everything is loaded once
        Held before = atMost(new Held(mapped, Long.MAX_VALUE, Long.MAX_VALUE));
        int answers = swapUnderLoad(swaps);
        Held after = atMost(new Held(mapped, before.handles + HANDLES_NOISE, before.heapBytes + HEAP_NOISE_BYTES));
        reporter.publishEntry(swaps + " swaps", answers + " answers, before " + before + ", after " + after);
    }

    /**
     * Waits until the process holds no more than this, and returns what it holds. One collection is not enough: cleaners
     * close what it finds unreachable, and only a later one frees the rest.
     */
    private static Held atMost(Held most) throws Exception {
        AtomicReference<Held> held = new AtomicReference<>(Held.now());
        Await.until(
                () -> {
                    held.set(Held.now());
                    return held.get().mappedTables <= most.mappedTables
                            && held.get().handles <= most.handles
                            && held.get().heapBytes <= most.heapBytes;
                },
                "the process holds at most " + most);
        return held.get();
    }

    /** Swaps models while threads ask; returns how many answers they got. */
    private int swapUnderLoad(int swaps) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                asking.add(threads.submit(() -> {
                    int answers = 0;
                    for (; !over.get(); answers++) {
                        assertAnswered();
                    }
                    return answers;
                }));
            }
            for (int i = 1; i <= swaps; i++) {
                String version = "v" + i % VERSIONS;
                TinyBundle.serve(objects, version, null, i);
                models.refresh();
                assertThat(models.current().orElseThrow().version()).isEqualTo(version);
            }
            over.set(true);
            int answers = 0;
            for (Future<Integer> each : asking) {
                answers += each.get();
            }
            return answers;
        } finally {
            over.set(true);
            threads.shutdown();
            // A thread keeps the model that it asked last.
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aBundleWithAFlippedByteIsRefusedOrAnswersAsBefore(TestReporter reporter) throws Exception {
        flip(12, reporter);
    }

    @Test
    @Tag("long")
    void soDoesOneWithAnyByteFlipped(TestReporter reporter) throws Exception {
        flip(Integer.MAX_VALUE, reporter);
    }

    /** @param most how many bytes of each file to flip, one after another; all of a shorter one, in order */
    private void flip(int most, TestReporter reporter) throws Exception {
        List<String> names;
        try (Stream<Path> files = Files.list(folder.resolve("objects/models/v1"))) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        assertThat(names).contains(Manifest.FILE, "items.tbl", "ranker.cbm");
        int flipped = 0;
        int refused = 0;
        for (String name : names) {
            Path file = folder.resolve("objects/models/v1").resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < Math.min(most, good.length); i++) {
                int at = most < good.length ? random.nextInt(good.length) : i;
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 + random.nextInt(255));
                Files.write(file, bad);
                refused += offer(name, name + ", byte " + at + " is " + bad[at]) ? 0 : 1;
                flipped++;
            }
            Files.write(file, good);
        }
        assertThat(refused).isGreaterThan(flipped * 8 / 10);
        reporter.publishEntry("flipped", flipped + " bytes, " + refused + " bundles refused");
    }

    /** Publishes the damaged version; whether it serves. Whatever serves afterwards answers as before. */
    private boolean offer(String name, String what) throws Exception {
        Files.deleteIfExists(folder.resolve("cache/v1").resolve(name));
        refusal.set(null);
        TinyBundle.serve(objects, "v1", "v0", 2);
        models.refresh();
        String serving = models.current().orElseThrow().version();
        assertAnswered();
        if (models.isRefusing()) {
            assertThat(serving).as(what).isEqualTo("v0");
            assertThat(refusal.get())
                    .as(what)
                    .isInstanceOf(DamagedDocumentException.class)
                    .hasMessageContaining("v1");
            served("v0");
            return false;
        }
        assertThat(serving).as(what).isEqualTo("v1");
        served("v0");
        return true;
    }

    private void served(String version) throws IOException {
        TinyBundle.serve(objects, version, null, 1);
        models.refresh();
        assertThat(models.current().orElseThrow().version()).isEqualTo(version);
        assertThat(models.isRefusing()).isFalse();
    }

    private void assertAnswered() {
        Reply reply = answer();
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(items(reply)).isEqualTo(expected);
    }

    private Reply answer() {
        return ProxyCall.of("POST /v1/recommendations").body(ASKED).to(handler);
    }

    private static List<?> items(Reply reply) {
        return reply.list("items");
    }
}
