package io.nextcart.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every {@link ObjectStore}. */
public abstract class ObjectStoreContract {
    @TempDir
    Path files;

    protected abstract ObjectStore emptyStore() throws Exception;

    @Test
    void whatWasUploadedComesBackWithOneTag() throws Exception {
        ObjectStore store = emptyStore();
        store.upload("models/v1/a.tbl", file("first"));
        ObjectSource.Tagged read = store.get("models/v1/a.tbl").orElseThrow();
        assertThat(new String(read.bytes(), UTF_8)).isEqualTo("first");
        assertThat(store.etag("models/v1/a.tbl")).contains(read.etag());
        Path target = files.resolve("copy");
        store.download("models/v1/a.tbl", target);
        assertThat(target).hasContent("first");
    }

    @Test
    void anUploadReplacesWhatWasThereAndItsTag() throws Exception {
        ObjectStore store = emptyStore();
        store.upload("a", file("first"));
        Optional<String> before = store.etag("a");
        store.upload("a", file("second"));
        assertThat(store.get("a").orElseThrow().bytes()).isEqualTo("second".getBytes(UTF_8));
        assertThat(store.etag("a")).isNotEqualTo(before);
    }

    @Test
    void bytesReplaceWhatWasThereAndWhatIsDeletedIsGone() throws Exception {
        ObjectStore store = emptyStore();
        store.put("events/dt=2026-03-01/a", "first".getBytes(UTF_8));
        store.put("events/dt=2026-03-01/a", "second".getBytes(UTF_8));
        assertThat(store.get("events/dt=2026-03-01/a").orElseThrow().bytes()).isEqualTo("second".getBytes(UTF_8));
        store.delete("events/dt=2026-03-01/a");
        store.delete("events/dt=2026-03-01/a");
        assertThat(store.get("events/dt=2026-03-01/a")).isEmpty();
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void itIsKnownWhenAnObjectWasWritten() throws Exception {
        ObjectStore store = emptyStore();
        store.put("feeds/a", "first".getBytes(UTF_8));
        assertThat(store.writtenAt("feeds/a").orElseThrow())
                .isBetween(Instant.now().minusSeconds(3600), Instant.now().plusSeconds(3600));
        assertThat(store.writtenAt("feeds/b")).isEmpty();
    }

    @Test
    void whatIsNotThereIsEmptyAndCannotBeDownloaded() throws Exception {
        ObjectStore store = emptyStore();
        assertThat(store.get("models/current.json")).isEmpty();
        assertThat(store.etag("models/current.json")).isEmpty();
        assertThat(store.list("models/")).isEmpty();
        Path target = files.resolve("target");
        assertThatThrownBy(() -> store.download("models/current.json", target)).isInstanceOf(NoSuchFileException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void aConditionalWriteOfANewObjectWinsOnce() throws Exception {
        ObjectStore store = emptyStore();
        assertThat(store.putIf("c", "one".getBytes(UTF_8), Optional.empty())).isTrue();
        assertThat(store.putIf("c", "two".getBytes(UTF_8), Optional.empty())).isFalse();
        assertThat(store.get("c").orElseThrow().bytes()).isEqualTo("one".getBytes(UTF_8));
    }

    @Test
    void aConditionalWriteNeedsTheTagOfNow() throws Exception {
        ObjectStore store = emptyStore();
        store.putIf("c", "one".getBytes(UTF_8), Optional.empty());
        Optional<String> one = store.etag("c");
        assertThat(store.putIf("c", "two".getBytes(UTF_8), one)).isTrue();
        assertThat(store.putIf("c", "three".getBytes(UTF_8), one)).isFalse();
        assertThat(store.get("c").orElseThrow().bytes()).isEqualTo("two".getBytes(UTF_8));
        assertThat(store.putIf("absent", "x".getBytes(UTF_8), one)).isFalse();
        assertThat(store.get("absent")).isEmpty();
    }

    @Test
    void ofManyWritersOfANewObjectExactlyOneWins() throws Exception {
        assertThat(winnersOfARace(emptyStore(), Optional.empty())).isEqualTo(1);
    }

    @Test
    void keysAreListedByPrefixInOrder() throws Exception {
        ObjectStore store = emptyStore();
        for (String key :
                List.of("models/v2/b", "models/v10/a", "models/v2/a", "modelsx", "events/dt=2015-09-18/x.gz")) {
            store.upload(key, file(key));
        }
        assertThat(store.list("models/")).containsExactly("models/v10/a", "models/v2/a", "models/v2/b");
        assertThat(store.list("models/v2")).containsExactly("models/v2/a", "models/v2/b");
        assertThat(store.list("")).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".lock", "a/.x.partial", "a\\b"})
    void aKeyThatLeadsElsewhereIsRefused(String key) throws Exception {
        ObjectStore store = emptyStore();
        assertThatThrownBy(() -> store.get(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.putIf(key, new byte[1], Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.upload(key, file("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.put(key, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Eight threads write the object {@code c} at once under one condition; returns how many writes reported success.
     */
    static int winnersOfARace(ObjectStore store, Optional<String> expectedEtag) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] bytes = ("writer " + i).getBytes(UTF_8);
                writers.add(() -> store.putIf("c", bytes, expectedEtag));
            }
            int winners = 0;
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                winners += writer.get() ? 1 : 0;
            }
            return winners;
        } finally {
            threads.shutdownNow();
        }
    }

    protected final Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(files, "file", ""), content);
    }
}
