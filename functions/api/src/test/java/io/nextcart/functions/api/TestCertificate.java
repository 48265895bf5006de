package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A new certificate of 127.0.0.1, by the JDK's keytool, and its key.
 *
 * @param certificates a PEM file
 * @param key a PEM file
 * @param store holds both under {@link #ALIAS}
 */
public record TestCertificate(Path certificates, Path key, KeyStore store) {
    private static final String ALIAS = "mykey"; // keytool's own
    private static final String PASSWORD = "changeit";

    /**
     * Writes both below a folder.
     *
     * @param algorithm of the key: EC or RSA
     */
    public static TestCertificate in(Path folder, String algorithm) throws Exception {
        Path file = folder.resolve("key.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=a shop",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        return new TestCertificate(
                pem(
                        folder.resolve("cert.pem"),
                        "CERTIFICATE",
                        store.getCertificate(ALIAS).getEncoded()),
                pem(folder.resolve("key.pem"), "PRIVATE KEY", key),
                store);
    }

    /** Writes a PEM file. */
    public static Path pem(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /** What a server needs that shows this certificate. */
    public SSLContext serving() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** What a client needs that trusts this certificate alone. */
    public SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
