package io.nextcart.store.s3;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.AwsEndpoint;
import io.nextcart.data.AwsFault;
import io.nextcart.data.Environment;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects below a prefix of an S3 bucket. Conditional writes use S3's {@code If-Match} and {@code If-None-Match}.
 * Region and credentials come from the AWS SDK's usual sources; {@link AwsEndpoint} can point to another S3-compatible
 * server.
 */
public final class S3ObjectStore implements ObjectStore {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    /**
     * The JDK keeps five idle connections, and each one that the server has closed costs an attempt; two remain for a
     * new one.
     */
    private static final int ATTEMPTS = 7;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private final UnaryOperator<String> keyRule;

    /**
     * A store over a client that the caller closes.
     *
     * @param prefix without a slash at either end; empty for the whole bucket
     */
    public S3ObjectStore(S3Client client, String bucket, String prefix) {
        this(client, bucket, prefix, ObjectKey::require);
    }

    private S3ObjectStore(S3Client client, String bucket, String prefix, UnaryOperator<String> keyRule) {
        this.client = requireNonNull(client, "client is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.prefix = prefix.isEmpty() ? "" : ObjectKey.require(prefix) + "/";
        this.keyRule = keyRule;
    }

    /** A store with its own client, which lives as long as the process. */
    static S3ObjectStore open(String bucket, String prefix) {
        return open(bucket, prefix, ObjectKey::require);
    }

    /** Like {@link #open(String, String)}, for a bucket whose keys we did not choose. */
    static S3ObjectStore ofOthers(String bucket) {
        return open(bucket, "", key -> key);
    }

    private static S3ObjectStore open(String bucket, String prefix, UnaryOperator<String> keyRule) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)));
        Optional<URI> endpoint = endpoint();
        endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
        try {
            return new S3ObjectStore(builder.build(), bucket, prefix, keyRule);
        } catch (SdkException e) {
            throw new IllegalArgumentException(AwsFault.reason(e), e);
        }
    }

    @Override
    public Optional<Tagged> get(String key) throws IOException {
        return found(key, () -> {
            ResponseBytes<GetObjectResponse> response =
                    client.getObjectAsBytes(request -> request.bucket(bucket).key(fullKey(key)));
            return new Tagged(response.asByteArrayUnsafe(), response.response().eTag());
        });
    }

    @Override
    public Optional<String> etag(String key) throws IOException {
        return found(
                key,
                () -> client.headObject(request -> request.bucket(bucket).key(fullKey(key)))
                        .eTag());
    }

    @Override
    public Optional<Instant> writtenAt(String key) throws IOException {
        return found(
                key,
                () -> client.headObject(request -> request.bucket(bucket).key(fullKey(key)))
                        .lastModified());
    }

    @Override
    public void download(String key, Path target) throws IOException {
        Path partial = target.toAbsolutePath().resolveSibling("." + UUID.randomUUID() + ".partial");
        try {
            Optional<GetObjectResponse> response = found(
                    key,
                    () -> client.getObject(request -> request.bucket(bucket).key(fullKey(key)), partial));
            if (response.isEmpty()) {
                throw new NoSuchFileException(url(key));
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public void upload(String key, Path file) throws IOException {
        change(key, "written", () -> client.putObject(at(key).build(), file));
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        change(key, "written", () -> client.putObject(at(key).build(), RequestBody.fromBytes(bytes)));
    }

    @Override
    public void delete(String key) throws IOException {
        change(
                key,
                "deleted",
                () -> client.deleteObject(request -> request.bucket(bucket).key(fullKey(key))));
    }

    private void change(String key, String done, Runnable change) throws IOException {
        try {
            change.run();
        } catch (SdkException e) {
            throw fault(key, done, e);
        }
    }

    @Override
    public boolean putIf(String key, byte[] bytes, Optional<String> expectedEtag) throws IOException {
        PutObjectRequest.Builder request = at(key);
        expectedEtag.ifPresentOrElse(request::ifMatch, () -> request.ifNoneMatch("*"));
        try {
            client.putObject(request.build(), RequestBody.fromBytes(bytes));
            return true;
        } catch (S3Exception e) {
            return switch (e.statusCode()) {
                // The client retries: our first attempt may have succeeded although its response was lost.
                case PRECONDITION_FAILED, CONFLICT ->
                    get(key).filter(now -> Arrays.equals(now.bytes(), bytes)).isPresent();
                case NOT_FOUND -> {
                    if (expectedEtag.isPresent() && "NoSuchKey".equals(code(e))) {
                        yield false;
                    }
                    throw fault(key, "written", e);
                }
                default -> throw fault(key, "written", e);
            };
        } catch (SdkException e) {
            throw fault(key, "written", e);
        }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        try {
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix(this.prefix + prefix))
                    .contents()) {
                keys.add(object.key().substring(this.prefix.length()));
            }
        } catch (SdkException e) {
            throw fault(prefix, "listed", e);
        }
        keys.sort(null);
        return keys;
    }

    @Override
    public String location() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }

    private PutObjectRequest.Builder at(String key) {
        return PutObjectRequest.builder().bucket(bucket).key(fullKey(key));
    }

    private <T> Optional<T> found(String key, Supplier<T> read) throws IOException {
        try {
            return Optional.of(read.get());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw fault(key, "read", e);
        }
    }

    private String fullKey(String key) {
        return prefix + keyRule.apply(key);
    }

    private String url(String key) {
        return "s3://" + bucket + "/" + prefix + key;
    }

    private IOException fault(String key, String done, SdkException e) {
        return new IOException(url(key) + ": cannot be " + done + ": " + AwsFault.reason(e), e);
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
    }

    private static Optional<URI> endpoint() {
        Environment variables = new Environment(System.getenv());
        String endpoint = AwsEndpoint.of("S3", variables);
        variables.check();
        return Stream.of(System.getProperty("aws.endpointUrlS3"), endpoint, System.getProperty("aws.endpointUrl"))
                .filter(place -> place != null && !place.isBlank())
                .findFirst()
                .map(URI::create);
    }
}
