package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.AwsEndpoint;
import io.nextcart.data.Environment;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Calls an AWS service by its JSON protocol, with the SDK's signer and the JDK's HTTP client: for a call or two, the
 * SDK's client of a service is larger than the rest of a package.
 */
public final class AwsCall {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_OF_A_FAULT = 300;

    private final Service service;
    private final URI place;
    private final String region;
    private final Supplier<? extends AwsCredentialsIdentity> identity;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** A service that is called this way. */
    public enum Service {
        SSM("ssm", "AmazonSSM", "1.1"),
        CLOUDWATCH("monitoring", "GraniteServiceVersion20100801", "1.0");

        /** In hosts and signatures. */
        private final String host;

        private final String target;
        private final String version;

        Service(String host, String target, String version) {
            this.host = host;
            this.target = target;
            this.version = version;
        }
    }

    private AwsCall(Service service, URI place, String region, Supplier<? extends AwsCredentialsIdentity> credentials) {
        this.service = service;
        this.place = place;
        this.region = region;
        this.identity = credentials;
    }

    /**
     * Uses the region and credentials that Lambda sets for every function; {@code AWS_ENDPOINT_URL_<service>} or
     * {@code AWS_ENDPOINT_URL} can name another server.
     */
    public static AwsCall to(Service service, Environment variables) {
        String key = variables.required("AWS_ACCESS_KEY_ID", "what Lambda sets");
        String secret = variables.required("AWS_SECRET_ACCESS_KEY", "what Lambda sets");
        String token = variables.optional("AWS_SESSION_TOKEN");
        return to(
                service,
                variables,
                () -> token.isEmpty()
                        ? AwsCredentialsIdentity.create(key, secret)
                        : AwsSessionCredentialsIdentity.create(key, secret, token));
    }

    /** The same with other credentials: a function that starts from snapshots has none in its environment. */
    static AwsCall to(Service service, Environment variables, Supplier<? extends AwsCredentialsIdentity> credentials) {
        String region = variables.required("AWS_REGION", "a region");
        String other = AwsEndpoint.of(service.name(), variables);
        variables.check();
        String aws =
                "https://" + service.host + "." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
        return new AwsCall(
                requireNonNull(service, "service is null"),
                URI.create((other.isEmpty() ? aws : other).replaceFirst("/$", "") + "/"),
                region,
                requireNonNull(credentials, "credentials is null"));
    }

    /**
     * Makes a call.
     *
     * @param action such as {@code GetParameter}
     * @throws IOException when the service does not respond, or refuses; the message then has its status and the start of
     *     its answer
     */
    public JsonObject send(String action, JsonFields input) throws IOException {
        HttpRequest request = signed(action, input.toBytes());
        try {
            HttpResponse<byte[]> answer = HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                String fault = new String(answer.body(), StandardCharsets.UTF_8);
                throw new IOException("status " + answer.statusCode() + ", "
                        + fault.substring(0, Math.min(fault.length(), MOST_OF_A_FAULT)));
            }
            return JsonObject.read(answer.body(), action, "the answer of " + service.host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private HttpRequest signed(String action, byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(place)
                .putHeader("Content-Type", "application/x-amz-json-" + service.version)
                .putHeader("X-Amz-Target", service.target + "." + action)
                .build();
        SignedRequest signed = signer.sign(sign -> sign.identity(identity.get())
                .request(request)
                .payload(() -> new ByteArrayInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.host)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        HttpRequest.Builder asked =
                HttpRequest.newBuilder(place).timeout(TIMEOUT).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request().forEachHeader((header, values) -> {
            if (!header.equalsIgnoreCase("Host")
                    && !header.equalsIgnoreCase("Content-Length")) { // the HTTP client sets them
                asked.header(header, String.join(",", values));
            }
        });
        return asked.build();
    }
}
