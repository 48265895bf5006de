package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServedModelsTest {
    private static final Logger LOGGER = Logger.getLogger(ServedModels.class.getName());

    @TempDir
    Path folder;

    private final AtomicLong nowMs = new AtomicLong(1_000_000);
    private FolderObjectStore objects;

    @BeforeEach
    void open() {
        LOGGER.setLevel(Level.OFF);
        objects = new FolderObjectStore(folder.resolve("objects"));
    }

    @AfterEach
    void talkAgain() {
        LOGGER.setLevel(null);
    }

    @Test
    void whatIsPublishedServesFromTheStart() throws IOException {
        publish("v1");
        try (ServedModels models = models()) {
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
        }
    }

    @Test
    void theFirstPublicationIsNoticed() throws IOException {
        try (ServedModels models = models()) {
            assertThat(models.current()).isEmpty();
            publish("v1");
            models.refresh();
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
        }
    }

    @Test
    void aNewVersionIsNoticedInTheBackgroundOnceTheIntervalIsOver() throws Exception {
        publish("v1");
        try (ServedModels models = models()) {
            publish("v2");
            nowMs.addAndGet(59_999);
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
            nowMs.addAndGet(1);
            assertThat(models.current()).isPresent();
            awaitVersion(models, "v2");
        }
    }

    @Test
    void aDamagedVersionIsRefusedUntilItIsMended() throws IOException {
        publish("v1");
        try (ServedModels models = models()) {
            publish("v2");
            Path table = folder.resolve("objects/models/v2/items.tbl");
            byte[] good = Files.readAllBytes(table);
            byte[] bad = good.clone();
            bad[bad.length / 2] ^= 1;
            Files.write(table, bad);
            models.refresh();
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
            assertThat(models.isRefusing()).isTrue();
            Files.write(table, good);
            models.refresh();
            assertThat(models.current().orElseThrow().version()).isEqualTo("v2");
            assertThat(models.isRefusing()).isFalse();
        }
    }

    @Test
    void aDamagedVersionIsLoggedOnceUntilItIsMendedAndDamagedAgain() throws IOException {
        List<String> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        publish("v1");
        try (ServedModels models = models()) {
            LOGGER.setUseParentHandlers(false);
            LOGGER.setLevel(Level.WARNING);
            LOGGER.addHandler(handler);
            for (int damage = 0; damage < 2; damage++) {
                TinyBundle.serve(objects, "gone", "v1", 2 + damage);
                for (int look = 0; look < 3; look++) {
                    models.refresh();
                }
                TinyBundle.serve(objects, "v1", null, 4 + damage);
                models.refresh();
            }
        } finally {
            LOGGER.removeHandler(handler);
            LOGGER.setUseParentHandlers(true);
        }
        assertThat(logged)
                .containsExactly(
                        "SEVERE model gone is refused; in service: v1", "SEVERE model gone is refused; in service: v1");
    }

    @Test
    void aDamagedVersionAtTheStartGivesWayToTheOneBefore() throws IOException {
        TinyBundle.put(objects, "v1", folder.resolve("work"));
        TinyBundle.serve(objects, "v2", "v1", 1);
        try (ServedModels models = models()) {
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
        }
    }

    @Test
    void anUnreadableCurrentChangesNothing() throws IOException {
        publish("v1");
        try (ServedModels models = models()) {
            Files.writeString(folder.resolve("objects").resolve(Current.KEY), "{");
            models.refresh();
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
        }
        try (ServedModels models = models()) {
            assertThat(models.current()).isEmpty();
        }
    }

    @Test
    void aRollbackTakesWhatIsStillHere() throws IOException {
        publish("v1");
        try (ServedModels models = models()) {
            ServedModel first = models.current().orElseThrow();
            TinyBundle.serve(objects, "v1", "v0", 7);
            models.refresh();
            ServedModel second = models.current().orElseThrow();
            assertThat(second.recommender()).isSameAs(first.recommender());
            assertThat(second.previous()).isEqualTo("v0");
        }
    }

    @Test
    void aStoreThatHangsHoldsUpTheStartForAWhileOnly() throws Exception {
        publish("v1");
        CountDownLatch gate = new CountDownLatch(1);
        try (ServedModels models = following(held(gate), Duration.ofMillis(50))) {
            assertThat(models.current()).isEmpty();
            assertThat(models.current(Deadline.after(Duration.ofMillis(10)))).isEmpty();
            assertThat(models.isUnreachable()).isTrue();
            gate.countDown();
            assertThat(models.current(Deadline.after(Duration.ofSeconds(20)))).isPresent();
            assertThat(models.isUnreachable()).isFalse();
        }
    }

    @Test
    void whileNothingServesTheStoreIsAskedSoonAgain() throws IOException {
        AtomicBoolean down = new AtomicBoolean(true);
        publish("v1");
        try (ServedModels models = following(failingWhile(down), Duration.ofSeconds(20))) {
            assertThat(models.isUnreachable()).isTrue();
            down.set(false);
            nowMs.addAndGet(1_999);
            assertThat(models.current(Deadline.after(Duration.ofSeconds(20)))).isEmpty();
            nowMs.addAndGet(1);
            assertThat(models.current(Deadline.after(Duration.ofSeconds(20)))).isPresent();
            assertThat(models.isUnreachable()).isFalse();
        }
    }

    @Test
    void aStoreThatFailsInServiceIsToldUntilItIsBack() throws IOException {
        AtomicBoolean down = new AtomicBoolean();
        publish("v1");
        try (ServedModels models = following(failingWhile(down), Duration.ofSeconds(20))) {
            down.set(true);
            models.refresh();
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
            assertThat(models.isUnreachable()).isTrue();
            assertThat(models.isRefusing()).as("unreachable is not damaged").isFalse();
            down.set(false);
            models.refresh();
            assertThat(models.isUnreachable()).isFalse();
        }
    }

    @Test
    void aVersionThatCannotBeDownloadedIsNotRefused() throws IOException {
        AtomicBoolean down = new AtomicBoolean();
        publish("v1");
        ObjectSource source = failingWhile(down);
        try (ServedModels models = following(
                new Through(source) {
                    @Override
                    public void download(String key, Path target) throws IOException {
                        down.set(true);
                        source.download(key, target);
                    }
                },
                Duration.ofSeconds(20))) {
            assertThat(models.current()).isEmpty();
            assertThat(models.isRefusing()).isFalse();
            assertThat(models.isUnreachable()).isTrue();
        }
    }

    @Test
    void aLookThatHangsIsOvertaken() throws Exception {
        publish("v1");
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        ObjectSource firstHangs = new Through(held(gate)) {
            @Override
            public Optional<String> etag(String key) throws IOException {
                return first.getAndSet(false) ? super.etag(key) : objects.etag(key);
            }
        };
        try (ServedModels models = following(firstHangs, Duration.ofMillis(50))) {
            models.refresh();
            awaitVersion(models, "v1");
            publish("v2");
            models.refresh();
            awaitVersion(models, "v2");
            gate.countDown();
        }
    }

    @Test
    void nothingOfALookRunsOnceTheModelsAreClosed() throws Exception {
        publish("v1");
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        ObjectSource dawdles = new Through(objects) {
            @Override
            public Optional<String> etag(String key) throws IOException {
                asked.countDown();
                long endNanos = System.nanoTime() + 300_000_000;
                while (System.nanoTime() < endNanos) {
                    Thread.onSpinWait(); // deaf to interruption, as a transfer under way is
                }
                over.set(true);
                throw new IOException("too late");
            }
        };
        try (ServedModels models = following(dawdles, Duration.ofMillis(1))) {
            asked.await();
            Await.until(models::isUnreachable, "the look hangs");
        }
        assertThat(over).isTrue();
    }

    @Test
    void aLookInServiceIsWaitedForOnceTheAnswerIsMadeAndHangsOnlyWhenWaitedForInVain() throws Exception {
        publish("v1");
        CountDownLatch gate = new CountDownLatch(1);
        AtomicBoolean slow = new AtomicBoolean();
        ObjectSource later = held(gate);
        ObjectSource slowLater = new Through(objects) {
            @Override
            public Optional<String> etag(String key) throws IOException {
                return (slow.get() ? later : objects).etag(key);
            }
        };
        try (ServedModels models = following(slowLater, Duration.ofMillis(90))) {
            slow.set(true);
            publish("v2");
            nowMs.addAndGet(60_000);
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
            // While the process is frozen between two requests, no time passes for the look.
            Thread.sleep(200);
            assertThat(models.isUnreachable()).isFalse();
            for (int i = 0; i < 3; i++) {
                models.settle(Deadline.after(Duration.ofMillis(50)));
            }
            assertThat(models.isUnreachable()).isTrue();
            gate.countDown();
            awaitVersion(models, "v2");
            slow.set(false);
            publish("v3");
            nowMs.addAndGet(60_000);
            assertThat(models.current()).isPresent();
            models.settle(Deadline.after(Duration.ofSeconds(20)));
            assertThat(models.current().orElseThrow().version()).isEqualTo("v3");
            assertThat(models.isUnreachable()).isFalse();
        }
    }

    @Test
    void looksThatHungAreOverOnceTheStoreAnswers() throws Exception {
        publish("v1");
        CountDownLatch gate = new CountDownLatch(1);
        try (ServedModels models = following(held(gate), Duration.ofMillis(50))) {
            models.refresh(); // a second look, which hangs too
            models.refresh(); // no third one begins
            gate.countDown();
            awaitVersion(models, "v1");
            publish("v2");
            nowMs.addAndGet(60_000);
            awaitVersion(models, "v2");
        }
    }

    @Test
    void onceClosedItServesOn() throws IOException {
        publish("v1");
        ServedModels models = models();
        models.close();
        nowMs.addAndGet(1_000_000);
        assertThat(models.current()).isPresent();
    }

    private static void awaitVersion(ServedModels models, String version) throws Exception {
        Await.until(() -> models.current().map(ServedModel::version).equals(Optional.of(version)), version + " serves");
    }

    private void publish(String version) throws IOException {
        TinyBundle.publish(objects, version, folder.resolve("work"), 1);
    }

    private ServedModels following(ObjectSource source, Duration firstWait) {
        return new ServedModels(
                new BundleLoader(source, folder.resolve("cache")),
                new MovedClock(nowMs),
                ServedModels.CHECK_INTERVAL,
                firstWait);
    }

    /** The store of this test, whose reads a test can intercept. */
    private static class Through implements ObjectSource {
        private final ObjectSource source;

        Through(ObjectSource source) {
            this.source = source;
        }

        @Override
        public Optional<Tagged> get(String key) throws IOException {
            return source.get(key);
        }

        @Override
        public Optional<String> etag(String key) throws IOException {
            return source.etag(key);
        }

        @Override
        public void download(String key, Path target) throws IOException {
            source.download(key, target);
        }

        @Override
        public String location() {
            return source.location();
        }
    }

    /** Answers nothing until the gate is open. */
    private ObjectSource held(CountDownLatch gate) {
        return new Through(objects) {
            @Override
            public Optional<String> etag(String key) throws IOException {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new IOException("interrupted", e);
                }
                return super.etag(key);
            }
        };
    }

    private ObjectSource failingWhile(AtomicBoolean down) {
        return new Through(objects) {
            @Override
            public Optional<String> etag(String key) throws IOException {
                check();
                return super.etag(key);
            }

            @Override
            public void download(String key, Path target) throws IOException {
                check();
                super.download(key, target);
            }

            private void check() throws IOException {
                if (down.get()) {
                    throw new IOException("down");
                }
            }
        };
    }

    private ServedModels models() {
        return new ServedModels(new BundleLoader(objects, folder.resolve("cache")), new MovedClock(nowMs));
    }
}
