package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.nextcart.data.AwsEndpoint;
import io.nextcart.data.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The two calls of {@link PreTrafficHook}, with the signer that the package has for S3 instead of two more SDK clients.
 */
final class SignedCalls implements PreTrafficHook.Aws {
    private static final String LAMBDA = "lambda";
    private static final String CODE_DEPLOY = "codedeploy";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** A new version may have to start first. */
    private static final Duration READ = Duration.ofSeconds(30);

    private final String region;
    private final Map<String, URI> places;
    private final Supplier<? extends AwsCredentialsIdentity> credentials;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** Reads {@code AWS_REGION} and, for servers other than AWS's, the variables of {@link AwsEndpoint}. */
    SignedCalls(Environment variables, Supplier<? extends AwsCredentialsIdentity> credentials) {
        this.region = variables.required("AWS_REGION", "a region of AWS");
        this.places = Map.of(
                LAMBDA, place(variables, LAMBDA, region),
                CODE_DEPLOY, place(variables, CODE_DEPLOY, region));
        this.credentials = requireNonNull(credentials, "credentials is null");
    }

    private static URI place(Environment variables, String service, String region) {
        String other = AwsEndpoint.of(service.toUpperCase(Locale.ROOT), variables);
        String suffix = PartitionMetadata.of(Region.of(region.isEmpty() ? "none" : region))
                .dnsSuffix();
        return URI.create((other.isEmpty() ? "https://" + service + "." + region + "." + suffix : other) + "/");
    }

    @Override
    public byte[] invoke(String function, byte[] event) throws IOException {
        String path = "2015-03-31/functions/" + URLEncoder.encode(function, UTF_8) + "/invocations";
        return post(LAMBDA, path, Map.of("Content-Type", "application/json"), event);
    }

    @Override
    public void report(byte[] status) throws IOException {
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/x-amz-json-1.1",
                "X-Amz-Target",
                "CodeDeploy_20141006.PutLifecycleEventHookExecutionStatus");
        byte[] unused = post(CODE_DEPLOY, "", headers, status);
    }

    private byte[] post(String service, String path, Map<String, String> headers, byte[] body) throws IOException {
        URI uri = URI.create(requireNonNull(places.get(service)) + path);
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
        headers.forEach(request::putHeader);
        SignedRequest signed = signer.sign(sign -> sign.identity(credentials.get())
                .request(request.build())
                .payload(() -> new ByteArrayInputStream(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) READ.toMillis());
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                connection.setRequestProperty(name, String.join(",", values));
            }
        });
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] answer = in == null ? new byte[0] : in.readAllBytes();
            if (status >= 300) {
                throw new IOException(service + " answers " + status + ": " + new String(answer, UTF_8));
            }
            return answer;
        }
    }
}
