package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.ObjectKey;
import io.nextcart.engine.bundle.ObjectSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Models below a prefix of an S3 bucket, to be read only. */
final class S3Models implements ObjectSource {
    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /**
     * @param client stays the caller's to close
     * @param prefix without a slash at either end; empty for the whole bucket
     */
    S3Models(S3Client client, String bucket, String prefix) {
        this.client = requireNonNull(client, "client is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.prefix = prefix.isEmpty() ? "" : ObjectKey.require(prefix) + "/";
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
        // Read whole, though HEAD would do: the documents are small, and the SDK's classes for one call more are not.
        return get(key).map(Tagged::etag);
    }

    @Override
    public void download(String key, Path target) throws IOException {
        Path partial = target.toAbsolutePath().resolveSibling("." + UUID.randomUUID() + ".partial");
        try {
            Optional<GetObjectResponse> response = found(
                    key,
                    () -> client.getObject(request -> request.bucket(bucket).key(fullKey(key)), partial));
            if (response.isEmpty()) {
                throw new NoSuchFileException(location() + "/" + key);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public String location() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
    }

    private <T> Optional<T> found(String key, Supplier<T> read) throws IOException {
        try {
            return Optional.of(read.get());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new IOException(location() + "/" + key + ": cannot be read: " + message, e);
        }
    }

    private String fullKey(String key) {
        return prefix + ObjectKey.require(key);
    }
}
