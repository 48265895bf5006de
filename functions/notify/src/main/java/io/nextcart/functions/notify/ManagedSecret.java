package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A secret of AWS Secrets Manager. */
final class ManagedSecret implements BotSource {
    private final SecretsManagerClient client;
    private final String name;

    ManagedSecret(SecretsManagerClient client, String name) {
        this.client = requireNonNull(client, "client is null");
        this.name = requireNonNull(name, "name is null");
    }

    /** By AWS's own variables of a Lambda. */
    static ManagedSecret named(String name) {
        return new ManagedSecret(
                SecretsManagerClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build(),
                name);
    }

    @Override
    public String secret() throws IOException {
        try {
            String text =
                    client.getSecretValue(request -> request.secretId(name)).secretString();
            if (text == null) {
                throw new IOException("secret " + name + " holds bytes, expected text");
            }
            return text;
        } catch (SdkException e) {
            throw new IOException("secret " + name + " cannot be read: " + firstLine(e), e);
        }
    }

    private static String firstLine(SdkException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
