package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Makes signed requests for the objects of a bucket: the AWS SDK's signer over the JDK's own HTTP, a tenth of the classes of
 * the SDK's S3 client.
 */
final class S3Requests {
    private final URI bucket;
    private final String region;
    private final Supplier<? extends AwsCredentialsIdentity> credentials;
    private final Duration connect;
    private final Duration read;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * @param bucket its address, which ends with a slash
     * @param region that requests are signed for
     * @param credentials asked for every request
     * @param connect how long the server may take to accept a connection
     * @param read how long it may send nothing
     */
    S3Requests(
            URI bucket,
            String region,
            Supplier<? extends AwsCredentialsIdentity> credentials,
            Duration connect,
            Duration read) {
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.region = requireNonNull(region, "region is null");
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.connect = requireNonNull(connect, "connect is null");
        this.read = requireNonNull(read, "read is null");
    }

    /** A bucket of AWS: by its own host name or, where the name has dots, which no certificate covers, by its path. */
    static URI bucketOfAws(String bucket, String region) {
        String host =
                "s3." + region + "." + PartitionMetadata.of(Region.of(region)).dnsSuffix();
        String place = bucket.contains(".") ? host + "/" + bucket : bucket + "." + host;
        return URI.create("https://" + place + "/");
    }

    /** A bucket of another S3-compatible server, such as {@code http://127.0.0.1:9000}, by its path. */
    static URI bucketAt(String endpoint, String bucket) {
        return URI.create(endpoint + (endpoint.endsWith("/") ? "" : "/") + bucket + "/");
    }

    /** The address of an object by a key of the form that {@link io.nextcart.store.ObjectKey} requires. */
    URI object(String key) {
        // All that such a key has and that S3's signatures want to be escaped.
        return URI.create(bucket + key.replace("=", "%3D").replace("+", "%2B"));
    }

    /** The region that requests are signed for. */
    String region() {
        return region;
    }

    /**
     * A request for an object, which is sent when the caller reads its answer.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException when there are no credentials
     */
    HttpURLConnection get(String key) throws IOException {
        URI object = object(key);
        AwsCredentialsIdentity identity = credentials.get();
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(object).build();
        SignedRequest signed = signer.sign(sign -> sign.identity(identity)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                // S3 alone takes a path as it stands.
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
        HttpURLConnection connection = (HttpURLConnection) object.toURL().openConnection();
        connection.setConnectTimeout((int) connect.toMillis());
        connection.setReadTimeout((int) read.toMillis());
        connection.setInstanceFollowRedirects(false); // a signature is for one host
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) { // which the connection writes itself, to the same effect
                connection.setRequestProperty(name, String.join(",", values));
            }
        });
        return connection;
    }
}
