package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.AwsFault;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.ObjectSource;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Read-only access to models below a prefix of an S3 bucket. A read that fails with one of S3's passing faults (5xx,
 * throttling, a broken or silent connection) is retried, {@value #ATTEMPTS} attempts in all, after a growing, random
 * wait.
 */
final class S3Models implements ObjectSource {
    private static final int ATTEMPTS = 4;
    private static final int FIRST_WAIT_MS = 100;
    private static final int CHUNK_BYTES = 1 << 16;

    private final S3Requests requests;
    private final String bucket;
    private final String prefix;
    private final Random random;

    /**
     * @param prefix without a slash at either end; empty for the whole bucket
     * @param random spreads the waits
     */
    S3Models(S3Requests requests, String bucket, String prefix, Random random) {
        this.requests = requireNonNull(requests, "requests is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.prefix = prefix.isEmpty() ? "" : ObjectKey.require(prefix) + "/";
        this.random = requireNonNull(random, "random is null");
    }

    /** Receives an object's bytes; every attempt opens it anew. */
    private interface Target {
        OutputStream open() throws IOException;
    }

    @Override
    public Optional<Tagged> get(String key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return copy(key, () -> {
                    bytes.reset();
                    return bytes;
                })
                .map(etag -> new Tagged(bytes.toByteArray(), etag));
    }

    @Override
    public Optional<String> etag(String key) throws IOException {
        // A GET, though HEAD would do: the documents are small, and a failed HEAD has no body that explains the fault.
        return copy(key, OutputStream::nullOutputStream);
    }

    @Override
    public void download(String key, Path target) throws IOException {
        Path partial = target.toAbsolutePath().resolveSibling("." + UUID.randomUUID() + ".partial");
        try {
            if (copy(key, () -> Files.newOutputStream(partial)).isEmpty()) {
                throw new NoSuchFileException(place(key));
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

    /** Copies an object; returns its tag, or empty when there is no such object. */
    private Optional<String> copy(String key, Target target) throws IOException {
        String fullKey = prefix + ObjectKey.require(key);
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(fullKey, target);
            } catch (SdkException e) {
                throw unreadable(key, AwsFault.reason(e), e);
            } catch (IOException e) {
                boolean isAnswer = e instanceof S3Fault;
                boolean stays = e instanceof S3Fault fault && !fault.isPassing();
                if (stays || attempt == ATTEMPTS) {
                    throw unreadable(key, isAnswer ? String.valueOf(e.getMessage()) : e.toString(), e);
                }
            }
            pause(key, attempt);
        }
    }

    private Optional<String> attempt(String fullKey, Target target) throws IOException {
        HttpURLConnection connection = requests.get(fullKey);
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            S3Fault fault = S3Fault.of(connection, requests.region());
            if (fault.isNoSuchKey()) {
                return Optional.empty();
            }
            throw fault;
        }
        long expected = connection.getContentLengthLong();
        long copied = 0;
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = connection.getInputStream();
                OutputStream out = target.open()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                copied += read;
            }
        }
        if (expected >= 0 && copied != expected) {
            throw new EOFException("the answer broke off after " + copied + " of " + expected + " bytes");
        }
        String etag = connection.getHeaderField("ETag");
        if (etag == null) {
            throw new IOException("the answer has no ETag");
        }
        return Optional.of(etag);
    }

    private void pause(String key, int attempt) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(FIRST_WAIT_MS << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(place(key) + ": interrupted while it was read");
        }
    }

    private IOException unreadable(String key, String reason, Exception cause) {
        return new IOException(place(key) + ": cannot be read: " + reason, cause);
    }

    private String place(String key) {
        return location() + "/" + key;
    }
}
