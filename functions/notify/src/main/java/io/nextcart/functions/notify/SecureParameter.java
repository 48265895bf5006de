package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** A SecureString of AWS Systems Manager's parameters, which cost nothing. */
final class SecureParameter implements Telegram.Secret {
    private final SsmClient client;
    private final String name;

    SecureParameter(SsmClient client, String name) {
        this.client = requireNonNull(client, "client is null");
        this.name = requireNonNull(name, "name is null");
    }

    /** Finds region and credentials where the AWS SDK looks. */
    static SecureParameter named(String name) {
        return new SecureParameter(
                SsmClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build(),
                name);
    }

    @Override
    public String read() throws IOException {
        try {
            return client.getParameter(request -> request.name(name).withDecryption(true))
                    .parameter()
                    .value();
        } catch (SdkException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException("parameter " + name + " cannot be read: " + reason, e);
        }
    }
}
