package io.nextcart.local.store;

import io.nextcart.functions.store.RuleStore;
import io.nextcart.functions.store.RuleStoreContract;
import io.nextcart.functions.store.http.HttpStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Rules in another process keep the contract of all rules, over the wire. */
class HttpRuleStoreTest extends RuleStoreContract {
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
    protected RuleStore store() {
        return new HttpStore(server.place());
    }
}
