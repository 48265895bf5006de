package io.nextcart.functions.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Environment;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The log of record below a prefix of an S3 bucket. */
final class S3LogObjects implements LogObjects {
    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /**
     * Objects over a client, which stays the caller's to close.
     *
     * @param prefix with or without slashes at its ends; empty for the whole bucket
     */
    S3LogObjects(S3Client client, String bucket, String prefix) {
        this.client = requireNonNull(client, "client is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        String bare = prefix.replaceAll("^/+|/+$", "");
        this.prefix = bare.isEmpty() ? "" : bare + "/";
    }

    /**
     * Objects by the environment of a Lambda: {@code NEXTCART_ARCHIVE_BUCKET} and, when it is not the whole bucket,
     * {@code NEXTCART_ARCHIVE_PREFIX}.
     */
    static S3LogObjects open(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        String bucket = variables.required("NEXTCART_ARCHIVE_BUCKET", "the S3 bucket of the log of record");
        String prefix = variables.optional("NEXTCART_ARCHIVE_PREFIX");
        // Another S3-compatible server, as in tests: its buckets have no host names.
        boolean otherServer = !variables.optional("AWS_ENDPOINT_URL_S3").isEmpty()
                || !variables.optional("AWS_ENDPOINT_URL").isEmpty();
        variables.check();
        try {
            S3Client client = S3Client.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .forcePathStyle(otherServer)
                    .build();
            return new S3LogObjects(client, bucket, prefix);
        } catch (SdkException e) {
            throw new IllegalArgumentException("S3: " + reason(e), e);
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        String fullKey = prefix + key;
        try {
            client.putObject(
                    request -> request.bucket(bucket).key(fullKey).contentType("application/gzip"),
                    RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw new IOException("s3://" + bucket + "/" + fullKey + ": cannot be written: " + reason(e), e);
        }
    }

    private static String reason(SdkException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (message.startsWith("Unable to load credentials")) {
            return "no AWS credentials found (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role)";
        }
        if (message.startsWith("Unable to load region")) {
            return "no AWS region found (set AWS_REGION)";
        }
        return message;
    }
}
