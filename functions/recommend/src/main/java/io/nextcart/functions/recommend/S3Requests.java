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
 * Makes signed requests for the objects of a bucket with the AWS SDK's signer over the JDK's HTTP client, a tenth of
 * the classes of the SDK's S3 client.
 */
final class S3Requests {
    private final URI bucket;
    private final String region;
    private final Supplier<? extends AwsCredentialsIdentity> credentials;
    private final Duration connect;
    private final Duration read;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * @param bucket its address, with a slash at the end
     * @param region that requests are signed for
     * @param credentials read for every request
     * @param connect timeout for connecting
     * @param read timeout while the server sends nothing
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

    /**
     * The address of a bucket of AWS: a host of its own or, if its name has dots, which no certificate covers, a path.
     */
    static URI bucketOfAws(String bucket, String region) {
        String host =
                "s3." + region + "." + PartitionMetadata.of(Region.of(region)).dnsSuffix();
        String place = bucket.contains(".") ? host + "/" + bucket : bucket + "." + host;
        return URI.create("https://" + place + "/");
    }

    /** The address of a bucket as a path of another S3-compatible server, such as {@code http://127.0.0.1:9000}. */
    static URI bucketAt(String endpoint, String bucket) {
        return URI.create(endpoint + (endpoint.endsWith("/") ? "" : "/") + bucket + "/");
    }

    /** The address of an object; its key has the form that {@link io.nextcart.store.ObjectKey} requires. */
    URI object(String key) {
        // The only characters of such keys that S3 signatures escape.
        return URI.create(bucket + key.replace("=", "%3D").replace("+", "%2B"));
    }

    /** The region that requests are signed for. */
    String region() {
        return region;
    }

    /**
     * A request for an object, sent when the caller reads the response.
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
                // Unlike other services, S3 takes a path as it is: neither encoded twice nor normalised.
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
        HttpURLConnection connection = (HttpURLConnection) object.toURL().openConnection();
        connection.setConnectTimeout((int) connect.toMillis());
        connection.setReadTimeout((int) read.toMillis());
        connection.setInstanceFollowRedirects(false); // a signature is for one host
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) { // the connection writes the same one itself
                connection.setRequestProperty(name, String.join(",", values));
            }
        });
        return connection;
    }
}
