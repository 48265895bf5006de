package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
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
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (models.current().orElseThrow().version().equals("v1") && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            assertThat(models.current().orElseThrow().version()).isEqualTo("v2");
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
            Files.write(table, good);
            models.refresh();
            assertThat(models.current().orElseThrow().version()).isEqualTo("v2");
        }
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
    void onceClosedItServesOn() throws IOException {
        publish("v1");
        ServedModels models = models();
        models.close();
        nowMs.addAndGet(1_000_000);
        assertThat(models.current()).isPresent();
    }

    private void publish(String version) throws IOException {
        TinyBundle.publish(objects, version, folder.resolve("work"), 1);
    }

    private ServedModels models() {
        return new ServedModels(new BundleLoader(objects, folder.resolve("cache")), new MovedClock(nowMs));
    }
}
