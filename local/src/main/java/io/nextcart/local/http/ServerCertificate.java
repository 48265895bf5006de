package io.nextcart.local.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.nextcart.data.BadInputException;
import io.nextcart.data.FileFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate that a server shows, and its private key, from PEM files. */
public final class ServerCertificate {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]+ PRIVATE KEY)-----");
    /** The algorithms of keys, each with one of its signatures. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private ServerCertificate() {}

    /**
     * What a server needs for TLS 1.2 and 1.3.
     *
     * @param certificates the server's own, then those of its issuers but the root
     * @param key PKCS #8, RSA, EC or EdDSA, not encrypted
     * @throws BadInputException when a file cannot be read or used, or the key is not that of the certificate
     */
    public static SSLContext read(Path certificates, Path key) {
        List<? extends Certificate> chain = certificates(certificates);
        PrivateKey own = key(key);
        requirePair(own, chain.get(0).getPublicKey(), certificates, key);
        char[] none = new char[0];
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("server", own, none, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new BadInputException(
                    certificates
                            + ": its certificates are no chain, expected the server's first, then that of each issuer",
                    e);
        }
    }

    private static List<? extends Certificate> certificates(Path file) {
        List<? extends Certificate> read;
        try {
            read = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(file))));
        } catch (GeneralSecurityException e) {
            throw new BadInputException(file + ": holds no certificate that can be read, expected PEM", e);
        }
        if (read.isEmpty()) {
            throw new BadInputException(file + ": holds no certificate, expected PEM: -----BEGIN CERTIFICATE-----");
        }
        return read;
    }

    private static PrivateKey key(Path file) {
        String text = new String(bytes(file), US_ASCII);
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            Matcher other = OTHER_KEY.matcher(text);
            throw new BadInputException(
                    other.find()
                            ? file + ": holds a key of the form " + other.group(1)
                                    + ", expected PRIVATE KEY; convert it with: openssl pkcs8 -topk8 -nodes -in FILE"
                            : file + ": holds no private key, expected PEM: -----BEGIN PRIVATE KEY-----");
        }
        for (String algorithm : SIGNATURES.keySet()) {
            try {
                byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // of another algorithm, or damaged
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                break;
            }
        }
        throw new BadInputException(file + ": its private key cannot be read, expected a whole one, RSA, EC or EdDSA");
    }

    private static void requirePair(PrivateKey own, PublicKey shown, Path certificates, Path key) {
        boolean pair;
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(own.getAlgorithm(), "EdDSA"));
            signature.initSign(own);
            signature.update(new byte[1]);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(new byte[1]);
            pair = signature.verify(signed);
        } catch (GeneralSecurityException e) {
            pair = false; // keys of two algorithms
        }
        if (!pair) {
            throw new BadInputException(key + ": is not the key of the first certificate in " + certificates
                    + ", expected the two of one pair");
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException(FileFault.describe(e), e);
        }
    }
}
