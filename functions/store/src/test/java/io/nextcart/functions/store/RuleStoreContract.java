package io.nextcart.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.store.RuleStore.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The contract of every {@link RuleStore}. */
public abstract class RuleStoreContract {
    /** An empty store; the same instance throughout a test. */
    protected abstract RuleStore store() throws Exception;

    @Test
    void thereIsNoneBeforeTheFirst() throws Exception {
        assertThat(store().latest()).isEqualTo(Version.NONE);
        assertThat(store().get(1)).isEmpty();
        assertThat(store().get(0)).isEmpty();
    }

    @Test
    void everyVersionStays() throws Exception {
        Version first = new Version(1, "{\"note\":\"ü ☃ 😀 \\\"\\n\"}");
        Version second = new Version(2, "x".repeat(200_000));
        assertThat(store().add(first)).isTrue();
        assertThat(store().latest()).isEqualTo(first);
        assertThat(store().add(second)).isTrue();
        assertThat(store().latest()).isEqualTo(second);
        assertThat(store().get(1)).contains(first);
        assertThat(store().get(2)).contains(second);
        assertThat(store().get(3)).isEmpty();
    }

    @Test
    void theTenthVersionFollowsTheNinth() throws Exception {
        for (int version = 1; version <= 11; version++) {
            assertThat(store().add(new Version(version, "v" + version))).isTrue();
        }
        assertThat(store().latest()).isEqualTo(new Version(11, "v11"));
    }

    @Test
    void aVersionIsAddedOnce() throws Exception {
        assertThat(store().add(new Version(1, "one"))).isTrue();
        assertThat(store().add(new Version(1, "other"))).isFalse();
        assertThat(store().add(new Version(1, "one"))).as("sent again").isTrue();
        assertThat(store().latest()).isEqualTo(new Version(1, "one"));
    }

    @Test
    void oneOfManyWriters() throws Exception {
        RuleStore store = store();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Version mine = new Version(1, "writer " + i);
                writers.add(() -> store.add(mine));
            }
            int added = 0;
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                added += writer.get() ? 1 : 0;
            }
            assertThat(added).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
