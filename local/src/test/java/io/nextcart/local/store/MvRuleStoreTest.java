package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.store.RuleStore;
import io.nextcart.functions.store.RuleStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvRuleStoreTest extends RuleStoreContract {
    @TempDir
    private Path folder;

    private @Nullable ShopFile file;

    @Override
    protected RuleStore store() throws IOException {
        if (file == null) {
            file = ShopFile.open(folder.resolve("events.mv"));
        }
        return new MvRuleStore(file);
    }

    @AfterEach
    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    @Test
    void rulesAreThereAfterReopening() throws Exception {
        store().add(new RuleStore.Version(1, "one"));
        close();
        assertThat(store().latest()).isEqualTo(new RuleStore.Version(1, "one"));
    }
}
