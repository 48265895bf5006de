package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A secret of AWS Secrets Manager. */
final class ManagedSecret implements Telegram.Secret {
    private final SecretsManagerClient client;
    private final String name;

    ManagedSecret(SecretsManagerClient client, String name) {
        this.client = requireNonNull(client, "client is null");
        this.name = requireNonNull(name, "name is null");
    }

    /** Finds region and credentials where the AWS SDK looks. */
    static ManagedSecret named(String name) {
        return new ManagedSecret(
                SecretsManagerClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build(),
                name);
    }

    @Override
    public String read() throws IOException {
        try {
            String text =
                    client.getSecretValue(request -> request.secretId(name)).secretString();
            if (text == null) {
                throw new IOException("secret " + name + " is binary, expected text");
            }
            return text;
        } catch (SdkException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException("secret " + name + " cannot be read: " + reason, e);
        }
    }
}
