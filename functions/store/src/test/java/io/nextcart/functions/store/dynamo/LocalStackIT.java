package io.nextcart.functions.store.dynamo;

import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.EventStoreContract;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The contract of the event store on LocalStack, whose server for DynamoDB's API differs from DynamoDB Local's own. */
class LocalStackIT extends EventStoreContract {
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");

    private static LocalStackContainer container;
    private static DynamoDbClient client;
    private DynamoEventStore store;

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable() && hasImage(),
                "no Docker with " + IMAGE + ": the contract is not tested on LocalStack, only on DynamoDB Local");
        container = new LocalStackContainer(IMAGE).withServices("dynamodb");
        container.start();
        client = DynamoServer.client(URI.create(container.getEndpoint().toString()));
    }

    /** The tests do not pull the image: that would take longer than all other tests. */
    private static boolean hasImage() {
        return DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                .flatMap(image -> Stream.ofNullable(image.getRepoTags()).flatMap(Arrays::stream))
                .anyMatch(IMAGE.asCanonicalNameString()::equals);
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            client.close();
            container.stop();
        }
    }

    @BeforeEach
    void create() {
        String table = TestTables.create(client, DynamoTables.EVENTS);
        String tombstones = TestTables.create(client, DynamoTables.TOMBSTONES);
        store = new DynamoEventStore(client, table, tombstones, 90, Clock.systemUTC());
    }

    @Override
    protected EventStore store() {
        return store;
    }
}
