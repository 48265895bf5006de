package io.nextcart.infra;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Points the AWS SDK in this process at another server, until it is closed. */
final class SdkSettings implements AutoCloseable {
    private final Map<String, String> before = new HashMap<>();

    static SdkSettings of(URI endpoint) {
        SdkSettings settings = new SdkSettings();
        settings.set("aws.region", "us-east-1");
        settings.set("aws.accessKeyId", "key");
        settings.set("aws.secretAccessKey", "secret");
        settings.set("aws.endpointUrl", endpoint.toString());
        return settings;
    }

    private void set(String name, String value) {
        before.put(name, System.setProperty(name, value));
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }
}
