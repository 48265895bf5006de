package io.nextcart.store.s3;

import java.net.URI;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3's API on a free loopback port, with objects in memory, and a client for it. For the tests of every module that
 * uses S3.
 */
public final class LoopbackS3 implements AutoCloseable {
    /** The only key that it accepts, and its secret. */
    public static final String KEY = "key";

    public static final String SECRET = "secret";
    public static final String REGION = "us-east-1";

    /** As in {@code S3ObjectStore}, which not all users of this class depend on. */
    private static final int ATTEMPTS = 7;

    private final S3Proxy server;
    private final URI endpoint;
    private final S3Client client;
    private int buckets;

    public LoopbackS3() {
        server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                .ignoreUnknownHeaders(true) // a session token, which it cannot check; it checks the signature over it
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3 on the loopback cannot be started", e);
        }
        endpoint = URI.create("http://127.0.0.1:" + server.getPort());
        client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(settings -> settings.retryStrategy(retries -> retries.maxAttempts(ATTEMPTS)))
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .build();
    }

    public URI endpoint() {
        return endpoint;
    }

    public S3Client client() {
        return client;
    }

    /** Creates a bucket and returns its name. */
    public synchronized String bucket() {
        String bucket = "bucket-" + buckets++;
        client.createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    /** Environment variables that point another process's SDK to this server. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", endpoint.toString(),
                "AWS_ACCESS_KEY_ID", KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET,
                "AWS_REGION", REGION);
    }

    /** System properties that do the same for this process's SDK; clear them after the test. */
    public Map<String, String> properties() {
        return Map.of(
                "aws.endpointUrlS3", endpoint.toString(),
                "aws.accessKeyId", KEY,
                "aws.secretAccessKey", SECRET,
                "aws.region", REGION);
    }

    @Override
    public void close() throws Exception {
        client.close();
        server.stop();
    }
}
