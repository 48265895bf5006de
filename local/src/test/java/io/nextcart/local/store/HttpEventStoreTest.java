package io.nextcart.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.EventStoreContract;
import io.nextcart.functions.store.http.HttpStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in another process keeps the contract of every store, over the wire. */
class HttpEventStoreTest extends EventStoreContract {
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
    protected EventStore store() {
        return new HttpStore(server.place());
    }

    @Test
    void faultOfTheStoreIsToldAsItIs() throws Exception {
        file.close();
        assertThatThrownBy(() -> store().put(List.of(view("u", "a", 1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 503")
                .hasMessageContaining("closed");
    }

    @Test
    void storeThatIsGoneIsAnError() {
        EventStore store = store();
        server.close();
        assertThatThrownBy(() -> store.last(new UserId("u"), 1)).isInstanceOf(IOException.class);
    }

    @Test
    void callerWhoWasNotToldTheSecretGetsNothing() throws Exception {
        store().put(List.of(view("u", "a", 1)));
        URI guess = server.place().resolve("/guess");
        assertThatThrownBy(() -> new HttpStore(guess).last(new UserId("u"), 1)).isInstanceOf(IOException.class);
        assertThat(store().last(new UserId("u"), 1)).hasSize(1);
    }

    @Test
    void placeOnAnotherMachineIsRefused() {
        assertThatThrownBy(() -> new HttpStore(URI.create("http://192.0.2.1:80/x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected http://127.0.0.1:port/path");
    }
}
