package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.functions.api.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

class S3TlsIT {
    private static final String AES = "TLS_AES_128_GCM_SHA256";
    private static final String CHA_CHA = "TLS_CHACHA20_POLY1305_SHA256";
    private static final String AES_OF_1_2 = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

    private static SSLContext server;
    private static SSLSocketFactory trusting;
    private final SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();

    @BeforeAll
    static void makeACertificate(@TempDir Path folder) throws Exception {
        TestCertificate made = TestCertificate.in(folder, "RSA");
        server = made.serving();
        trusting = made.trusting().getSocketFactory();
    }

    @BeforeEach
    void trustTheCertificate() {
        HttpsURLConnection.setDefaultSSLSocketFactory(trusting);
    }

    @AfterEach
    void trustAsBefore() {
        HttpsURLConnection.setDefaultSSLSocketFactory(before);
    }

    private static S3Models models(CannedS3 s3) {
        return models(s3.endpoint());
    }

    private static S3Models models(String endpoint) {
        S3Requests requests = new S3Requests(
                S3Requests.bucketAt(endpoint, "shop"),
                "eu-west-1",
                () -> AwsCredentialsIdentity.create("key", "secret"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
        return new S3Models(requests, "shop", "", new Random(1));
    }

    @Test
    void everyCipherOfTheServerIsAccepted() throws Exception {
        for (String cipher : new String[] {AES, CHA_CHA, AES_OF_1_2}) {
            try (CannedS3 s3 = CannedS3.secure(server, cipher)) {
                s3.next(CannedS3.object("text"), CannedS3.object("text"));
                S3Models models = models(s3);
                assertThat(models.etag("a")).isPresent();
                assertThat(models.etag("b")).isPresent();
                assertThat(s3.asked()).extracting(CannedS3.Asked::cipher).containsExactly(cipher, cipher);
            }
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() throws Exception {
        HttpsURLConnection.setDefaultSSLSocketFactory(before);
        try (CannedS3 s3 = CannedS3.secure(server, AES, CHA_CHA)) {
            s3.next(CannedS3.object("text"));
            assertThatThrownBy(() -> models(s3).get("a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("s3://shop/a: cannot be read: javax.net.ssl.SSLHandshakeException");
            assertThat(s3.asked()).isEmpty();
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        try (CannedS3 s3 = CannedS3.secure(server, AES, CHA_CHA)) {
            s3.next(CannedS3.object("text"));
            String other = s3.endpoint().replace("127.0.0.1", "localhost");
            assertThatThrownBy(() -> models(other).get("a"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("s3://shop/a: cannot be read: javax.net.ssl.SSL");
            assertThat(s3.asked()).isEmpty();
        }
    }
}
