package io.nextcart.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FolderObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore emptyStore() {
        return new FolderObjectStore(files.resolve("store"));
    }

    /** Not in the contract: s3proxy, the stand-in for S3, checks If-Match before the write, not atomically with it. */
    @Test
    void ofManyWritersWithOneTagExactlyOneWins() throws Exception {
        ObjectStore store = emptyStore();
        store.putIf("c", "base".getBytes(UTF_8), Optional.empty());
        assertThat(winnersOfARace(store, store.etag("c"))).isEqualTo(1);
    }

    @Test
    void whatAKilledWriterLeftIsNoObject() throws Exception {
        ObjectStore store = emptyStore();
        store.upload("models/v1/a", file("a"));
        Files.writeString(files.resolve("store/models/v1/.9f1c.partial"), "half");
        assertThat(store.list("")).containsExactly("models/v1/a");
    }

    /** A name is on the disk only when its folder was synced: without that, a power cut takes an archive's new day. */
    @Test
    void aWriteForcesTheFileThenEveryFolderThatNamesIt() throws Exception {
        Path home = files.toRealPath();
        Path root = home.resolve("new/store");
        ObjectStore store = new FolderObjectStore(root);
        List<Path> forced = Forced.by(() -> store.put("events/dt=1/a", "x".getBytes(UTF_8)), files);

        assertThat(forced).startsWith(root.resolve("events"), root, root.getParent(), home);
        assertThat(forced.get(4).getParent()).isEqualTo(root.resolve("events/dt=1")); // before it is renamed
        assertThat(forced.subList(5, forced.size()))
                .containsExactly(root.resolve("events/dt=1"), root.resolve("events"), root);

        // Another process may have created them a moment ago.
        assertThat(Forced.by(() -> store.put("events/dt=1/b", "x".getBytes(UTF_8)), files))
                .hasSize(4)
                .endsWith(root.resolve("events/dt=1"), root.resolve("events"), root);
        assertThat(Forced.by(() -> store.delete("events/dt=1/b"), files)).containsExactly(root.resolve("events/dt=1"));
    }

    @Test
    void aLinkStaysAndItsTargetIsWritten() throws Exception {
        ObjectStore store = emptyStore();
        store.put("models/current.json", "before".getBytes(UTF_8));
        Path link = files.resolve("store/models/current.json");
        Path target = Files.move(link, files.resolve("elsewhere.json"));
        Files.createSymbolicLink(link, target);
        assertThat(store.putIf("models/current.json", "after".getBytes(UTF_8), store.etag("models/current.json")))
                .isTrue();
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("after");
    }

    @Test
    void aFailedWriteNamesTheFileAndLeavesNothing() throws Exception {
        Path blocked = Files.writeString(files.resolve("blocked"), "a file where the store's folder should be");
        ObjectStore store = new FolderObjectStore(blocked);
        assertThatThrownBy(() -> store.putIf("a", "x".getBytes(UTF_8), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage(blocked.resolve("a") + ": cannot be written: " + blocked
                        + ": exists already, and is not a folder");
        assertThat(blocked).isRegularFile();
    }
}
