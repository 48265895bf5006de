package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.CatalogueStoreContract;
import io.nextcart.functions.store.http.HttpStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue in another process keeps the contract of every catalogue, over the wire. */
class HttpCatalogueStoreTest extends CatalogueStoreContract {
    @TempDir
    private Path folder;

    private ShopFile file;
    private StoreServer server;

    @BeforeEach
    void start() throws IOException {
        file = ShopFile.open(folder.resolve("events.mv"));
        server = StoreServer.start(
                new MvEventStore(file, Clock.systemUTC()), new MvCatalogueStore(file), new MvRuleStore(file));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        file.close();
    }

    @Override
    protected CatalogueStore store() {
        return new HttpStore(server.place());
    }

    @Test
    void catalogueThatIsGoneIsAnError() {
        CatalogueStore store = store();
        server.close();
        assertThatThrownBy(() -> store.changedSince(0)).isInstanceOf(IOException.class);
    }
}
