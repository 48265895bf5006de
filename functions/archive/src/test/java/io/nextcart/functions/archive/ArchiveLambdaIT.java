package io.nextcart.functions.archive;

import static io.nextcart.functions.archive.Batch.DAY_1;
import static io.nextcart.functions.archive.Batch.DAY_2;
import static io.nextcart.functions.archive.Batch.event;
import static io.nextcart.functions.archive.Batch.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.nextcart.data.Event;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Runs the jar as deployed, against S3's API. */
class ArchiveLambdaIT {
    private static final long MOST_BYTES = 8_500_000;

    private static LoopbackS3 s3;

    @BeforeAll
    static void start() {
        s3 = new LoopbackS3();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    private static List<String> keys(String bucket) {
        return s3.client().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static List<Event> events(String bucket) throws IOException {
        List<Event> events = new ArrayList<>();
        for (String key : keys(bucket)) {
            events.addAll(TestArchive.read(s3.client()
                    .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asByteArray()));
        }
        return events;
    }

    @Test
    void aRetriedBatchIsInTheBucketOnce() throws Exception {
        String bucket = s3.bucket();
        ArchiveService service = new ArchiveService(new S3ObjectStore(s3.client(), bucket, "shop/eu"));
        Batch batch = new Batch()
                .insert(1, event("a", DAY_1))
                .insert(2, event("b", DAY_2))
                .insert(3, event("c", DAY_1));
        for (int i = 0; i < 2; i++) {
            assertThat(service.archive(batch.build(), line -> {})).isEmpty();
        }
        assertThat(keys(bucket)).hasSize(2).allMatch(key -> key.startsWith("shop/eu/events/dt=2026-03-0"));
        assertThat(events(bucket)).containsExactly(event("a", DAY_1), event("c", DAY_1), event("b", DAY_2));
    }

    @Test
    void aMissingBucketFailsTheBatchInOneLineThatNamesTheObject() throws Exception {
        S3ObjectStore nowhere = new S3ObjectStore(s3.client(), "no-such-bucket", "");
        assertThatThrownBy(() -> nowhere.put("events/a", new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://no-such-bucket/events/a: cannot be written: ")
                .message()
                .doesNotContain("\n");
        List<String> log = new ArrayList<>();
        Batch batch = new Batch().insert(1, event("a", DAY_1)).insert(2, event("b", DAY_1));
        assertThat(new ArchiveService(nowhere).archive(batch.build(), log::add))
                .containsExactly(sequence(1), sequence(2));
        assertThat(log).hasSize(1);
    }

    @Test
    void theDeployedJarWorksAloneAndIsSmall() throws Exception {
        Path jar = Path.of("target", "archive-lambda.jar").toAbsolutePath();
        assertThat(jar).exists();
        assertThat(Files.size(jar)).isLessThanOrEqualTo(MOST_BYTES);
        String bucket = s3.bucket();
        Batch batch = new Batch().insert(1, event("a", DAY_1)).insertWithout(2, event("b", DAY_1), "type");
        Map<String, String> environment = new HashMap<>(s3.environment());
        environment.put("NEXTCART_ARCHIVE_BUCKET", bucket);
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
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    String.join(
                            File.pathSeparator,
                            jar.toString(),
                            Path.of("target", "test-classes").toAbsolutePath().toString(),
                            runtime().toString()),
                    LambdaMain.class.getName());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("JAVA_TOOL"));
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(batch.json());
            }
            assertThat(process.waitFor()).as(() -> "errors: " + text(errors)).isZero();
            return text(output);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** The library that Lambda's runtime provides. */
    private static Path runtime() throws Exception {
        return Path.of(LambdaEventSerializers.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
