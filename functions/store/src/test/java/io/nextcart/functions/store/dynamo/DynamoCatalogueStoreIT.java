package io.nextcart.functions.store.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.ItemId;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.CatalogueStoreContract;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoCatalogueStoreIT extends CatalogueStoreContract {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC);

    private static FaultProxy proxy;
    private static DynamoDbClient client;
    private DynamoCatalogueStore store;

    @BeforeAll
    static void start() throws Exception {
        proxy = new FaultProxy(DynamoServer.endpoint());
        client = DynamoServer.client(proxy.endpoint());
    }

    @AfterAll
    static void stop() throws Exception {
        if (proxy != null) {
            client.close();
            proxy.close();
        }
    }

    @BeforeEach
    void create() {
        store = new DynamoCatalogueStore(client, TestTables.create(client, DynamoTables.CATALOGUE), CLOCK);
    }

    @Override
    protected CatalogueStore store() {
        return store;
    }

    @Tag("long") // DynamoDB Local takes 20 ms for an item
    @Override
    @Test
    protected void asManyArePutAtOnceAsMayBeAndNotOneMore() throws Exception {
        super.asManyArePutAtOnceAsMayBeAndNotOneMore();
    }

    @Test
    void changesOfTheLastMinuteAreOneQuery() throws Exception {
        store.put(item("a", NOW_MS - 60_000));
        int before = proxy.calls();
        // It is 23:59:50 and clocks differ, so it reads today and tomorrow.
        assertThat(store.changedSince(NOW_MS - 60_000)).hasSize(1);
        assertThat(proxy.calls() - before).isEqualTo(2);
        Clock morning = Clock.fixed(Instant.ofEpochMilli(NOW_MS + 3_600_000), ZoneOffset.UTC);
        DynamoCatalogueStore later =
                new DynamoCatalogueStore(client, TestTables.create(client, DynamoTables.CATALOGUE), morning);
        before = proxy.calls();
        assertThat(later.changedSince(NOW_MS + 3_540_000)).isEmpty();
        assertThat(proxy.calls() - before).isEqualTo(1);
    }

    @Test
    void aThrottledCallIsTriedAgain() throws Exception {
        proxy.next((body, backend) -> FaultProxy.Answer.throttled(), 3);
        store.put(item("a", T0));
        assertThat(store.get(new ItemId("a"))).contains(item("a", T0));
    }

    @Test
    void aMissingTableIsOneLineThatNamesIt() {
        CatalogueStore nowhere = new DynamoCatalogueStore(client, "no-such-table", CLOCK);
        String written = "DynamoDB table no-such-table: cannot be written: ";
        String read = "DynamoDB table no-such-table: cannot be read: ";
        assertThatThrownBy(() -> nowhere.put(item("a", T0)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(written)
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> nowhere.get(new ItemId("a")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(read);
        assertThatThrownBy(() -> nowhere.changedSince(T0))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(read);
        assertThatThrownBy(() -> nowhere.changedSince(0))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(read);
    }
}
