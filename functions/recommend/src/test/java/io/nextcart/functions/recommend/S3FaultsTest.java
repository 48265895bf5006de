package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Reads of models while S3, or the network, fails in its usual ways. */
class S3FaultsTest {
    private static final AwsCredentialsIdentity KEYS = AwsCredentialsIdentity.create("key", "secret");
    private static final CannedS3.Answer SLOW_DOWN =
            CannedS3.error(503, "SlowDown", "Please reduce your request rate.");

    @TempDir
    private Path folder;

    private CannedS3 server;

    @BeforeEach
    void start() throws IOException {
        server = new CannedS3();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private S3Models models(String endpoint, Duration read, AwsCredentialsIdentity keys) {
        return new S3Models(requests(endpoint, () -> keys, read), "shop", "eu", new Random(1));
    }

    private static S3Requests requests(
            String endpoint, Supplier<? extends AwsCredentialsIdentity> keys, Duration read) {
        return new S3Requests(S3Requests.bucketAt(endpoint, "shop"), "eu-west-1", keys, Duration.ofSeconds(2), read);
    }

    private S3Models models() {
        return models(server.endpoint(), Duration.ofSeconds(20), KEYS);
    }

    private void assertFault(String reason) {
        assertThatThrownBy(() -> models().get("a"))
                .isInstanceOf(IOException.class)
                .hasMessage("s3://shop/eu/a: cannot be read: " + reason);
    }

    @Test
    void whatPassesIsTriedAgain() throws Exception {
        server.next(
                CannedS3.error(500, "InternalError", "We encountered an internal error."),
                SLOW_DOWN,
                CannedS3.of(429, Map.of(), ""),
                CannedS3.object("text"));
        var read = models().get("a").orElseThrow();
        assertThat(read.bytes()).isEqualTo("text".getBytes(UTF_8));
        assertThat(read.etag()).isEqualTo("\"e-1\"");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void whatDoesNotPassIsTold() {
        server.next(SLOW_DOWN, SLOW_DOWN, SLOW_DOWN, SLOW_DOWN);
        assertFault("503 SlowDown: Please reduce your request rate. (request R1)");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void whatStaysIsToldAtOnce() {
        server.next(CannedS3.error(403, "AccessDenied", "Access\nDenied"));
        assertFault("403 AccessDenied: Access Denied (request R1)");
        server.next(CannedS3.error(501, "NotImplemented", "Not here."));
        assertFault("501 NotImplemented: Not here. (request R1)");
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void anotherRegionIsNamed() {
        server.next(CannedS3.of(
                301,
                Map.of("x-amz-bucket-region", "us-west-2", "Location", server.endpoint() + "/elsewhere"),
                "<Error><Code>PermanentRedirect</Code><Message>Use the endpoint.</Message></Error>"));
        assertFault("301 PermanentRedirect: Use the endpoint.; the bucket is in us-west-2, the request was signed for"
                + " eu-west-1");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void onlyS3ItselfSaysThatThereIsNoObject() throws Exception {
        server.next(CannedS3.error(404, "NoSuchKey", "The specified key does not exist."));
        assertThat(models().get("a")).isEmpty();
        server.next(CannedS3.of(404, Map.of(), "<html>no such page</html>"));
        assertFault("404");
    }

    @Test
    void anObjectThatBreaksOffIsReadAnew() throws Exception {
        Path target = folder.resolve("target");
        server.next(CannedS3.brokenOff(), CannedS3.object("0123456789"));
        models().download("a", target);
        assertThat(target).hasContent("0123456789");
        server.next(CannedS3.brokenOff(), CannedS3.object("0123456789"));
        assertThat(models().get("a").orElseThrow().bytes()).hasSize(10);
    }

    @Test
    void anObjectThatAlwaysBreaksOffLeavesNothing() throws Exception {
        server.next(CannedS3.brokenOff(), CannedS3.brokenOff(), CannedS3.brokenOff(), CannedS3.brokenOff());
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> models().download("a", target))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://shop/eu/a: cannot be read: ")
                .hasMessageContaining("broke off after 5 of 10 bytes");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void whoHangsUpIsAskedAgain() throws Exception {
        // The JDK itself retries once, so a single hang-up would not reach us.
        server.next(CannedS3.hungUp(), CannedS3.hungUp(), CannedS3.hungUp(), CannedS3.object("text"));
        assertThat(models().etag("a")).contains("\"e-1\"");
    }

    @Test
    void whoSaysNothingIsNotWaitedForLong() {
        server.next(server.silence(), server.silence(), server.silence(), server.silence());
        assertThatThrownBy(() ->
                        models(server.endpoint(), Duration.ofMillis(100), KEYS).get("a"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://shop/eu/a: cannot be read: java.net.SocketTimeoutException");
        assertThat(server.asked()).hasSize(4);
    }

    @Test
    void aServerThatIsNotThereIsAFault() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> models("http://127.0.0.1:" + free, Duration.ofSeconds(1), KEYS)
                        .get("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://shop/eu/a: cannot be read: java.net.ConnectException");
    }

    @Test
    void anInterruptEndsTheWaits() {
        server.next(SLOW_DOWN, SLOW_DOWN);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> models().get("a")).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSessionTokenIsSentAndSigned() throws Exception {
        server.next(CannedS3.object(""));
        AwsCredentialsIdentity session = AwsSessionCredentialsIdentity.create("key", "secret", "token");
        assertThat(models(server.endpoint(), Duration.ofSeconds(20), session).etag("a"))
                .isPresent();
        CannedS3.Asked asked = server.asked().get(0);
        assertThat(asked.uri()).hasToString("/shop/eu/a");
        assertThat(asked.headers().get("X-Amz-Security-Token")).containsExactly("token");
        assertThat(asked.headers().getFirst("Authorization"))
                .matches("AWS4-HMAC-SHA256 Credential=key/\\d{8}/eu-west-1/s3/aws4_request,"
                        + " SignedHeaders=[^,]*host[^,]*x-amz-security-token[^,]*, Signature=[0-9a-f]{64}");
    }

    @Test
    void missingCredentialsAreToldAtOnce() {
        S3Models models = new S3Models(
                requests(
                        server.endpoint(),
                        () -> {
                            throw SdkClientException.create("Unable to load credentials\nfrom anywhere");
                        },
                        Duration.ofSeconds(1)),
                "shop",
                "",
                new Random(1));
        assertThatThrownBy(() -> models.get("a"))
                .isInstanceOf(IOException.class)
                .hasMessage("s3://shop/a: cannot be read: no AWS credentials found "
                        + "(AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role)");
        assertThat(server.asked()).isEmpty();
    }
}
