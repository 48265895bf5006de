package io.nextcart.training.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Progress;
import io.nextcart.store.FolderObjectStore;
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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundlePublisherTest {
    private static final Instant NOW = Instant.parse("2015-09-18T02:59:47.788Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Path bundle;
    private FailingStore store;
    private BundlePublisher publisher;

    @BeforeEach
    void makeABundle() throws IOException {
        bundle = Files.createDirectory(folder.resolve("bundle"));
        for (String name : List.of("manifest.json", "ranker.cbm", "walk.tbl")) {
            Files.writeString(bundle.resolve(name), "content of " + name);
        }
        store = new FailingStore(new FolderObjectStore(folder.resolve("store")));
        publisher = new BundlePublisher(store, CLOCK);
    }

    @Test
    void filesComeFirstThenTheManifestThenTheSwitch() throws IOException {
        String version = BundleVersion.of(bundle, NOW);
        Current current = publisher.publish(bundle, version, publisher.base(), Progress.NONE);
        assertThat(store.writes)
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
    void aWriteThatFailsAtAnyPointLeavesWhatServes() throws IOException {
        publisher.publish(bundle, "v1", publisher.base(), Progress.NONE);
        for (int failAt = 0; failAt < 4; failAt++) {
            store.writes.clear();
            store.failAt = failAt;
            assertThatThrownBy(() -> publisher.publish(bundle, "v2", publisher.base(), Progress.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
            assertThat(publisher.base().current().orElseThrow().champion()).isEqualTo("v1");
        }
    }

    @Test
    void aFolderWithoutAManifestIsNoBundle() throws IOException {
        Files.delete(bundle.resolve("manifest.json"));
        assertThatThrownBy(() -> publisher.publish(bundle, "v1", publisher.base(), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no bundle, expected manifest.json");
        assertThat(store.writes).isEmpty();
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

    /** A store that notes its writes and whose disk is full at one of them. */
    private static final class FailingStore implements ObjectStore {
        private final ObjectStore store;
        private final List<String> writes = new ArrayList<>();
        private int failAt = -1;

        FailingStore(ObjectStore store) {
            this.store = store;
        }

        @Override
        public Optional<Tagged> get(String key) throws IOException {
            return store.get(key);
        }

        @Override
        public Optional<String> etag(String key) throws IOException {
            return store.etag(key);
        }

        @Override
        public void download(String key, Path target) throws IOException {
            store.download(key, target);
        }

        @Override
        public void upload(String key, Path file) throws IOException {
            write(key);
            store.upload(key, file);
        }

        @Override
        public void put(String key, byte[] bytes) throws IOException {
            write(key);
            store.put(key, bytes);
        }

        @Override
        public void delete(String key) throws IOException {
            write(key);
            store.delete(key);
        }

        @Override
        public boolean putIf(String key, byte[] bytes, Optional<String> expectedEtag) throws IOException {
            write(key);
            return store.putIf(key, bytes, expectedEtag);
        }

        @Override
        public List<String> list(String prefix) throws IOException {
            return store.list(prefix);
        }

        @Override
        public String location() {
            return store.location();
        }

        private void write(String key) throws IOException {
            if (writes.size() == failAt) {
                throw new IOException(key + ": No space left on device");
            }
            writes.add(key);
        }
    }
}
