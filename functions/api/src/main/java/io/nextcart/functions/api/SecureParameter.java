package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.AwsEndpoint;
import io.nextcart.data.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * A SecureString in AWS Systems Manager's Parameter Store, which is free. Makes the one call with the SDK's signer and
 * the JDK's HTTP client: the SDK's client for Systems Manager is twice as large as the rest of the package.
 */
public final class SecureParameter {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_OF_A_FAULT = 300;

    private final String name;
    private final URI place;
    private final String region;
    private final Supplier<? extends AwsCredentialsIdentity> identity;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    private SecureParameter(
            String name, URI place, String region, Supplier<? extends AwsCredentialsIdentity> identity) {
        this.name = requireNonNull(name, "name is null");
        this.place = requireNonNull(place, "place is null");
        this.region = requireNonNull(region, "region is null");
        this.identity = requireNonNull(identity, "identity is null");
    }

    /**
     * Uses the region and credentials that Lambda sets for every function; {@code AWS_ENDPOINT_URL_SSM} or
     * {@code AWS_ENDPOINT_URL} can name another server.
     */
    public static SecureParameter named(String name, Environment variables) {
        String key = variables.required("AWS_ACCESS_KEY_ID", "what Lambda sets");
        String secret = variables.required("AWS_SECRET_ACCESS_KEY", "what Lambda sets");
        String token = variables.optional("AWS_SESSION_TOKEN");
        return named(
                name,
                variables,
                () -> token.isEmpty()
                        ? AwsCredentialsIdentity.create(key, secret)
                        : AwsSessionCredentialsIdentity.create(key, secret, token));
    }

    /** The same with other credentials: a function that starts from snapshots has none in its environment. */
    static SecureParameter named(
            String name, Environment variables, Supplier<? extends AwsCredentialsIdentity> credentials) {
        String region = variables.required("AWS_REGION", "a region");
        String other = AwsEndpoint.of("SSM", variables);
        variables.check();
        String aws = "https://ssm." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
        return new SecureParameter(
                name, URI.create((other.isEmpty() ? aws : other).replaceFirst("/$", "") + "/"), region, credentials);
    }

    /**
     * Reads the value.
     *
     * @throws IOException when it cannot be read; the message holds nothing of it
     */
    public String read() throws IOException {
        byte[] body = JSON.std.asBytes(Map.of("Name", name, "WithDecryption", true));
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(place)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "AmazonSSM.GetParameter")
                .build();
        SignedRequest signed = signer.sign(sign -> sign.identity(identity.get())
                .request(request)
                .payload(() -> new ByteArrayInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ssm")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(place).timeout(TIMEOUT).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request().forEachHeader((header, values) -> {
            if (!header.equalsIgnoreCase("Host")
                    && !header.equalsIgnoreCase("Content-Length")) { // the HTTP client sets them
                asked.header(header, String.join(",", values));
            }
        });
        try {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(asked.build(), HttpResponse.BodyHandlers.ofString());
            return value(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading parameter " + name, e);
        }
    }

    private String value(int status, String body) throws IOException {
        if (status != 200) {
            // SSM's error names the parameter and the role, never a value.
            throw new IOException("parameter " + name + " cannot be read: status " + status + ", "
                    + body.substring(0, Math.min(body.length(), MOST_OF_A_FAULT)));
        }
        Map<String, Object> answer = JSON.std.mapFrom(body);
        if (answer.get("Parameter") instanceof Map<?, ?> parameter && parameter.get("Value") instanceof String value) {
            return value;
        }
        throw new IOException("parameter " + name + " cannot be read: the answer has no Parameter.Value");
    }
}
