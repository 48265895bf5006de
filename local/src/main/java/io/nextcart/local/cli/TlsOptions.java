package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.local.http.ServerCertificate;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With what {@code serve} speaks HTTPS. */
final class TlsOptions {
    @Option(
            names = "--tls-cert",
            paramLabel = "F",
            description = "Speak HTTPS alone, with the certificate in this PEM file, and those of its issuers after it."
                    + " A new one needs a restart. Needs --tls-key.")
    private @Nullable Path certificates;

    @Option(
            names = "--tls-key",
            paramLabel = "F",
            description = "The private key of the certificate, in a PEM file (PKCS #8), without a password.")
    private @Nullable Path key;

    /**
     * What a server needs for HTTPS; null for HTTP.
     *
     * @throws BadInputException when one of the two is missing, cannot be read, or does not fit the other
     */
    @Nullable
    SSLContext context() {
        if (certificates == null && key == null) {
            return null;
        }
        if (certificates == null || key == null) {
            throw new BadInputException((key == null ? "--tls-cert" : "--tls-key") + " is given without "
                    + (key == null ? "--tls-key" : "--tls-cert") + ", expected both");
        }
        return ServerCertificate.read(certificates, key);
    }
}
