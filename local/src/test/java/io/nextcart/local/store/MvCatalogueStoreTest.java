package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.CatalogueStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvCatalogueStoreTest extends CatalogueStoreContract {
    @TempDir
    private Path folder;

    private @Nullable ShopFile file;

    @Override
    protected CatalogueStore store() throws IOException {
        if (file == null) {
            file = ShopFile.open(folder.resolve("events.mv"));
        }
        return new MvCatalogueStore(file);
    }

    @AfterEach
    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    @Test
    void whatWasSaidIsThereAfterReopening() throws Exception {
        store().put(item("a", T0));
        close();
        assertThat(store().get(item("a", T0).itemId())).contains(item("a", T0));
        assertThat(store().changedSince(T0)).containsExactly(item("a", T0));
    }
}
