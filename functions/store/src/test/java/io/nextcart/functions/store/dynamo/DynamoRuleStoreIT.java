package io.nextcart.functions.store.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.functions.store.RuleStore;
import io.nextcart.functions.store.RuleStore.Version;
import io.nextcart.functions.store.RuleStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoRuleStoreIT extends RuleStoreContract {
    private static FaultProxy proxy;
    private static DynamoDbClient client;
    private DynamoRuleStore store;

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
        store = new DynamoRuleStore(client, TestTables.create(client, DynamoTables.RULES));
    }

    @Override
    protected RuleStore store() {
        return store;
    }

    @Test
    void theLatestIsOneQuery() throws Exception {
        store.add(new Version(1, "one"));
        int before = proxy.calls();
        assertThat(store.latest().version()).isEqualTo(1);
        assertThat(proxy.calls() - before).isEqualTo(1);
    }

    @Test
    void aMissingTableIsOneLineThatNamesIt() {
        RuleStore nowhere = new DynamoRuleStore(client, "no-such-table");
        assertThatThrownBy(nowhere::latest)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DynamoDB table no-such-table: cannot be read: ");
        assertThatThrownBy(() -> nowhere.add(new Version(1, "one")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DynamoDB table no-such-table: cannot be written: ");
    }
}
