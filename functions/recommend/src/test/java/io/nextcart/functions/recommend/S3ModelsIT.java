package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.nextcart.data.Environment;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.s3.LoopbackS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class S3ModelsIT {
    private static LoopbackS3 s3;

    @TempDir
    private Path folder;

    private String bucket = "";
    private FolderObjectStore published;

    @BeforeAll
    static void start() {
        s3 = new LoopbackS3();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @BeforeEach
    void publish() throws Exception {
        bucket = s3.bucket();
        published = new FolderObjectStore(folder.resolve("published"));
        TinyBundle.publish(published, "v1", folder.resolve("work"), 1);
        copy();
    }

    /** Copies everything published into the bucket. */
    private void copy() throws IOException {
        for (String key : published.list("")) {
            byte[] bytes = published.get(key).orElseThrow().bytes();
            s3.client().putObject(request -> request.bucket(bucket).key("eu/" + key), RequestBody.fromBytes(bytes));
        }
    }

    private ObjectSource models() {
        return models(bucket, "eu", AwsCredentialsIdentity.create("key", "secret"));
    }

    private ObjectSource models(String bucket, String prefix, AwsCredentialsIdentity keys) {
        S3Requests requests = new S3Requests(
                S3Requests.bucketAt(endpoint(), bucket),
                "us-east-1",
                () -> keys,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
        return new S3Models(requests, bucket, prefix, new Random(1));
    }

    private String endpoint() {
        return s3.endpoint().toString();
    }

    @Test
    void theBundleOfABucketIsLoaded() throws Exception {
        BundleLoader loader = new BundleLoader(models(), folder.resolve("cache"));
        String tag = loader.currentTag().orElseThrow();
        assertThat(loader.load(loader.current().orElseThrow().champion()).version())
                .isEqualTo("v1");
        TinyBundle.serve(published, "v2", "v1", 2);
        copy();
        assertThat(loader.currentTag()).isPresent().get().isNotEqualTo(tag);
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        s3.client()
                .putObject(
                        request -> request.bucket(bucket).key("eu/models/v1/ranker.cbm"),
                        RequestBody.fromString("noise"));
        assertThatThrownBy(() -> new BundleLoader(models(), folder.resolve("cache")).load("v1"))
                .hasMessageContaining("s3://" + bucket + "/eu/models/v1/ranker.cbm: damaged");
        assertThat(folder.resolve("cache/v1/ranker.cbm")).doesNotExist();
    }

    @Test
    void whatIsNotThereIsEmptyAndCannotBeDownloaded() throws Exception {
        ObjectSource other = models(bucket, "us", AwsCredentialsIdentity.create("key", "secret"));
        assertThat(other.get("models/current.json")).isEmpty();
        assertThat(other.etag("models/current.json")).isEmpty();
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> other.download("models/current.json", target)).isInstanceOf(NoSuchFileException.class);
        assertThat(target).doesNotExist();
        assertThat(other.location()).isEqualTo("s3://" + bucket + "/us");
    }

    @Test
    void bytesComeBackWithTheirTag() throws Exception {
        ObjectSource.Tagged read = models().get("models/current.json").orElseThrow();
        assertThat(models().etag("models/current.json")).contains(read.etag());
        assertThat(new String(read.bytes(), UTF_8)).contains("\"champion\":\"v1\"");
        Path target = folder.resolve("target");
        models().download("models/current.json", target);
        assertThat(bytes(target)).isEqualTo(read.bytes());
    }

    @Test
    void aFaultIsOneLineThatNamesTheObject() {
        AwsCredentialsIdentity keys = AwsCredentialsIdentity.create("key", "secret");
        assertThatThrownBy(() -> models("no-such-bucket", "", keys).get("models/current.json"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://no-such-bucket/models/current.json: cannot be read: 404 NoSuchBucket: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aWrongSecretIsRefused() {
        AwsCredentialsIdentity keys = AwsCredentialsIdentity.create("key", "another secret");
        assertThatThrownBy(() -> models(bucket, "eu", keys).get("models/current.json"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "s3://" + bucket + "/eu/models/current.json: cannot be read: 403 SignatureDoesNotMatch: ")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aKeyThatIsEscapedIsSignedAsItIsSent() throws Exception {
        String key = "eu/dt=2026-01-01/a+b=c_d.e-f/x";
        s3.client().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString("found"));
        assertThat(new String(models().get(key.substring(3)).orElseThrow().bytes(), UTF_8))
                .isEqualTo("found");
    }

    @Test
    void theEnvironmentNamesThePlaceAndTheKeys() throws Exception {
        assertThat(place(Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret"))
                        .get("models/current.json"))
                .isPresent();
        Map<String, String> session = Map.of(
                "AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_SESSION_TOKEN", "of a session");
        assertThat(place(session).get("models/current.json")).isPresent();
    }

    /** As in a Lambda restored from a snapshot. */
    @Test
    void withoutKeysInTheEnvironmentTheContainerIsAskedForThem() throws Exception {
        assumeTrue(System.getenv("AWS_ACCESS_KEY_ID") == null, "the environment has keys, which come first");
        String none = folder.resolve("none").toString();
        HttpServer container = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> tokens = new CopyOnWriteArrayList<>();
        container.createContext("/credentials", exchange -> {
            try (exchange) {
                tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] json = ("{\"AccessKeyId\":\"key\",\"SecretAccessKey\":\"secret\",\"Token\":\"of a session\","
                                + "\"Expiration\":\"" + Instant.now().plusSeconds(3600) + "\"}")
                        .getBytes(UTF_8);
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
            }
        });
        container.start();
        Map<String, String> properties = Map.of(
                "aws.sharedCredentialsFile",
                none,
                "aws.configFile",
                none,
                "aws.containerCredentialsFullUri",
                "http://127.0.0.1:" + container.getAddress().getPort() + "/credentials",
                "aws.containerAuthorizationToken",
                "pass");
        properties.forEach(System::setProperty);
        try {
            assertThat(place(Map.of()).get("models/current.json")).isPresent();
            assertThat(tokens).isNotEmpty().containsOnly("pass");
        } finally {
            properties.keySet().forEach(System::clearProperty);
            container.stop(0);
        }
    }

    private ObjectSource place(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(keys);
        all.put("NEXTCART_STORE", "s3://" + bucket + "/eu");
        // As LocalStack sets it for every Lambda.
        all.put("AWS_ENDPOINT_URL", endpoint());
        all.put("AWS_REGION", "us-east-1");
        Environment variables = new Environment(all);
        ModelPlace place = ModelPlace.named(variables);
        variables.check();
        return place.open();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
