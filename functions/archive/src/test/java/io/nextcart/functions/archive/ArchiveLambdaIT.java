package io.nextcart.functions.archive;

import static io.nextcart.functions.archive.Batch.DAY_1;
import static io.nextcart.functions.archive.Batch.DAY_2;
import static io.nextcart.functions.archive.Batch.event;
import static io.nextcart.functions.archive.Batch.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Event;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Against S3's API, and the jar as it is deployed. */
class ArchiveLambdaIT {
    private static final long MOST_BYTES = 8_000_000;

    private static S3Proxy server;
    private static S3Client client;
    private static int buckets;

    @BeforeAll
    static void start() throws Exception {
        server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .build();
        server.start();
        client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.stop();
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    private static String bucket() {
        String bucket = "bucket-" + buckets++;
        client.createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    private static List<String> keys(String bucket) {
        return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static List<Event> events(String bucket) throws IOException {
        List<Event> events = new ArrayList<>();
        for (String key : keys(bucket)) {
            events.addAll(Memory.read(
                    client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                            .asByteArray()));
        }
        return events;
    }

    @Test
    void aRetriedBatchIsInTheBucketOnce() throws Exception {
        String bucket = bucket();
        ArchiveService service = new ArchiveService(new S3LogObjects(client, bucket, "/shop/eu/"));
        Batch batch = new Batch()
                .insert(1, event("a", DAY_1))
                .insert(2, event("b", DAY_2))
                .insert(3, event("c", DAY_1));
        for (int i = 0; i < 2; i++) {
            assertThat(service.archive(StreamBatch.read(batch.json()), line -> {}))
                    .isEmpty();
        }
        assertThat(keys(bucket)).hasSize(2).allMatch(key -> key.startsWith("shop/eu/events/dt=2026-03-0"));
        assertThat(events(bucket)).containsExactly(event("a", DAY_1), event("c", DAY_1), event("b", DAY_2));
    }

    @Test
    void aMissingBucketFailsTheBatchInOneLineThatNamesTheObject() throws Exception {
        S3LogObjects nowhere = new S3LogObjects(client, "no-such-bucket", "");
        assertThatThrownBy(() -> nowhere.put("events/a", new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://no-such-bucket/events/a: cannot be written: ")
                .message()
                .doesNotContain("\n");
        List<String> log = new ArrayList<>();
        Batch batch = new Batch().insert(1, event("a", DAY_1)).insert(2, event("b", DAY_1));
        assertThat(new ArchiveService(nowhere).archive(StreamBatch.read(batch.json()), log::add))
                .containsExactly(sequence(1), sequence(2));
        assertThat(log).hasSize(1);
    }

    @Test
    void theDeployedJarWorksAloneAndIsSmall() throws Exception {
        Path jar = Path.of("target", "archive-lambda.jar").toAbsolutePath();
        assertThat(jar).exists();
        assertThat(Files.size(jar)).isLessThanOrEqualTo(MOST_BYTES);
        String bucket = bucket();
        Batch batch = new Batch().insert(1, event("a", DAY_1)).insertWithout(2, event("b", DAY_1), "type");
        Map<String, String> environment = new HashMap<>(Map.of(
                "NEXTCART_ARCHIVE_BUCKET", bucket,
                "AWS_ENDPOINT_URL_S3", endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_REGION", "us-east-1"));
        assertThat(run(jar, batch, environment))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + sequence(2) + "\"}]}");
        assertThat(events(bucket)).containsExactly(event("a", DAY_1));
        environment.put("NEXTCART_ARCHIVE_BUCKET", "no-such-bucket");
        assertThat(run(jar, batch, environment))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + sequence(1) + "\"},{\"itemIdentifier\":\""
                        + sequence(2) + "\"}]}");
    }

    private static String run(Path jar, Batch batch, Map<String, String> environment) throws Exception {
        Path output = Files.createTempFile("answer", ".json");
        Path errors = Files.createTempFile("errors", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    jar + File.pathSeparator + Path.of("target", "test-classes").toAbsolutePath(),
                    LambdaMain.class.getName());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("JAVA_TOOL"));
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(batch.bytes());
            }
            assertThat(process.waitFor()).as(() -> "errors: " + text(errors)).isZero();
            return text(output);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
