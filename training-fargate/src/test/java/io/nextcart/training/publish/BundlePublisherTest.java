package io.nextcart.training.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Progress;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.LostRaceException;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlePublisherTest {
    private static final Instant NOW = Instant.parse("2015-09-18T02:59:47.788Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final List<String> writes = new ArrayList<>();
    private int failAt = -1;
    private Path bundle;
    private ObjectStore store;
    private BundlePublisher publisher;

    @BeforeEach
    void makeABundle() throws IOException {
        bundle = Files.createDirectory(folder.resolve("bundle"));
        for (String name : List.of("manifest.json", "ranker.cbm", "walk.tbl")) {
            Files.writeString(bundle.resolve(name), "content of " + name);
        }
        store = HookedStore.before(new FolderObjectStore(folder.resolve("store")), call -> {
            if (call.isWrite() && !call.name().equals("delete")) {
                if (writes.size() == failAt) {
                    throw new IOException(call.key() + ": No space left on device");
                }
                writes.add(call.key());
            }
        });
        publisher = new BundlePublisher(store, CLOCK);
    }

    @Test
    void filesComeFirstThenTheManifestThenTheSwitch() throws IOException {
        String version = BundleVersion.of(bundle, NOW);
        Current current = publisher.publish(bundle, version, publisher.base(), Progress.NONE);
        assertThat(writes)
                .containsExactly(
                        "models/" + version + "/ranker.cbm",
                        "models/" + version + "/walk.tbl",
                        "models/" + version + "/manifest.json",
                        "models/current.json");
        assertThat(current).isEqualTo(new Current(version, null, 0, null, NOW.toEpochMilli()));
        assertThat(publisher.base().current()).contains(current);
    }

    @Test
    void theNextPublicationRemembersThePreviousOne() throws IOException {
        publisher.publish(bundle, "v1", publisher.base(), Progress.NONE);
        Current second = publisher.publish(bundle, "v2", publisher.base(), Progress.NONE);
        assertThat(second.champion()).isEqualTo("v2");
        assertThat(second.previous()).isEqualTo("v1");
    }

    @Test
    void ofTwoTrainingsAtOnceTheSecondToEndLosesAndChangesNothing() throws IOException {
        BundlePublisher.Base base = publisher.base();
        publisher.publish(bundle, "v1", base, Progress.NONE);
        assertThatThrownBy(() -> publisher.publish(bundle, "v2", base, Progress.NONE))
                .isInstanceOf(LostRaceException.class)
                .hasMessageContaining("another training published while this one ran; v2 is stored but not in service");
        assertThat(publisher.base().current().orElseThrow().champion()).isEqualTo("v1");
    }

    @Test
    void aWriteThatFailsAtAnyPointLeavesWhatServesAndNoPartOfABundle() throws IOException {
        publisher.publish(bundle, "v1", publisher.base(), Progress.NONE);
        List<String> before = store.list("models/");
        for (failAt = 0; failAt < 4; failAt++) {
            writes.clear();
            assertThatThrownBy(() -> publisher.publish(bundle, "v2", publisher.base(), Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
            assertThat(publisher.base().current().orElseThrow().champion()).isEqualTo("v1");
            if (failAt < 3) {
                assertThat(store.list("models/")).isEqualTo(before);
            }
        }
        // Only the switch failed: the bundle is whole, and listed as stored.
        assertThat(store.list("models/v2/"))
                .containsExactly("models/v2/manifest.json", "models/v2/ranker.cbm", "models/v2/walk.tbl");
        failAt = -1;
        writes.clear();
        assertThat(publisher.publish(bundle, "v3", publisher.base(), Progress.NONE))
                .isEqualTo(new Current("v3", null, 0, "v1", NOW.toEpochMilli()));
    }

    @Test
    void aFolderWithoutAManifestIsNotABundle() throws IOException {
        Files.delete(bundle.resolve("manifest.json"));
        assertThatThrownBy(() -> publisher.publish(bundle, "v1", publisher.base(), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a bundle, expected manifest.json");
        assertThat(writes).isEmpty();
    }

    @Test
    void aVersionIsItsSecondAndItsContent() throws IOException {
        String version = BundleVersion.of(bundle, NOW);
        assertThat(version).matches("20150918T025947Z-[0-9a-f]{8}");
        Files.writeString(bundle.resolve("manifest.json"), "the manifest names the version");
        assertThat(BundleVersion.of(bundle, NOW)).isEqualTo(version);
        Files.writeString(bundle.resolve("walk.tbl"), "other");
        assertThat(BundleVersion.of(bundle, NOW)).isNotEqualTo(version);
    }
}
