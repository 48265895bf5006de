package io.nextcart.functions.store.dynamo;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local in this process, in memory, over HTTP as the adapters use it; for the tests of other modules, too. The
 * system property {@code sqlite4java.library.path} names the folder of its native libraries.
 */
public final class DynamoServer {
    /** Generous, for a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

    private static @Nullable URI endpoint;

    private DynamoServer() {}

    /** The server's address; started once, and running until the tests end. */
    public static synchronized URI endpoint() throws Exception {
        if (endpoint == null) {
            endpoint = start();
        }
        return endpoint;
    }

    private static URI start() throws Exception {
        String cpu = System.getProperty("os.arch");
        Assumptions.assumeTrue(
                cpu.equals("amd64") || cpu.equals("x86_64"),
                "DynamoDB Local's SQLite has no native library for " + cpu + ": run these tests on x86-64");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
        server.start();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A client as in a Lambda, except for timeouts, endpoint and credentials. */
    public static DynamoDbClient client(URI endpoint) {
        return DynamoClients.builder(PATIENCE, PATIENCE)
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
    }

    static DynamoDbStreamsClient streams(URI endpoint) {
        return DynamoDbStreamsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
    }
}
