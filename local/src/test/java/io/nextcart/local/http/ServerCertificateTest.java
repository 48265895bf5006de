package io.nextcart.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.functions.api.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCertificateTest {
    private static TestCertificate made;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        made = TestCertificate.in(folder, "EC");
    }

    @Test
    void theServerSpeaksTls12And13AndNoOlder() throws Exception {
        ListenAddress address = new ListenAddress(0, false, ServerCertificate.read(made.certificates(), made.key()));
        try (LoopbackServer server = LoopbackServer.start(
                "tls", address, 1, Duration.ofSeconds(5), request -> HttpAnswer.json(200, new byte[0]))) {
            assertThat(server.url()).hasScheme("https");
            for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                assertThat(handshake(server, version)).isEqualTo(version);
            }
            assertThatThrownBy(() -> handshake(server, "TLSv1.1")).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static String handshake(LoopbackServer server, String version) throws Exception {
        try (SSLSocket socket = (SSLSocket) made.trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.url().getPort())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing                                              | holds no certificate
            -----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE----- | holds no certificate that can be read
            """)
    void aFileWithoutACertificateIsNamed(String text, String fault) throws Exception {
        Path file = write("odd.pem", text);
        assertThatThrownBy(() -> ServerCertificate.read(file, made.key()))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + ": " + fault)
                .hasMessageContaining("expected PEM");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing                               | holds no private key, expected PEM
            -----BEGIN RSA PRIVATE KEY-----\\nAAAA | holds a key of the form RSA PRIVATE KEY, expected PRIVATE KEY; convert it with: openssl pkcs8
            -----BEGIN ENCRYPTED PRIVATE KEY----- | holds a key of the form ENCRYPTED PRIVATE KEY, expected PRIVATE KEY
            -----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY----- | its private key cannot be read, expected a whole one
            -----BEGIN PRIVATE KEY-----\\nA=A=A\\n-----END PRIVATE KEY----- | its private key cannot be read, expected a whole one
            """)
    void aFileWithoutAKeyIsNamed(String text, String fault) throws Exception {
        Path file = write("odd.pem", text);
        assertThatThrownBy(() -> ServerCertificate.read(made.certificates(), file))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + ": " + fault);
    }

    @ParameterizedTest
    @CsvSource({"EC", "RSA", "Ed25519"})
    void theKeyOfAnotherCertificateIsRefused(String algorithm) throws Exception {
        byte[] other = KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Path file = TestCertificate.pem(folder.resolve("other.pem"), "PRIVATE KEY", other);
        assertThatThrownBy(() -> ServerCertificate.read(made.certificates(), file))
                .isInstanceOf(BadInputException.class)
                .hasMessage("%s: is not the key of the first certificate in %s, expected the two of one pair"
                        .formatted(file, made.certificates()));
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> ServerCertificate.read(missing, made.key()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(missing + ": no such file or folder");
        assertThatThrownBy(() -> ServerCertificate.read(made.certificates(), missing))
                .isInstanceOf(BadInputException.class)
                .hasMessage(missing + ": no such file or folder");
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text.replace("\\n", "\n"));
    }
}
