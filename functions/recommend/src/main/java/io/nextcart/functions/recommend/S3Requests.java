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

/**
 * Makes signed requests for the objects of a bucket: the AWS SDK's signer over the JDK's own HTTP, a tenth of the classes of
 * the SDK's S3 client.
 */
final class S3Requests {
    private final S3Address address;
    private final Supplier<? extends AwsCredentialsIdentity> credentials;
    private final Duration connect;
    private final Duration read;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /**
     * @param credentials asked for every request
     * @param connect how long the server may take to accept a connection
     * @param read how long it may send nothing
     */
    S3Requests(
            S3Address address,
            Supplier<? extends AwsCredentialsIdentity> credentials,
            Duration connect,
            Duration read) {
        this.address = requireNonNull(address, "address is null");
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.connect = requireNonNull(connect, "connect is null");
        this.read = requireNonNull(read, "read is null");
    }

    /** The region that requests are signed for. */
    String region() {
        return address.region();
    }

    /**
     * A request for an object, which is sent when the caller reads its answer.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException when there are no credentials
     */
    HttpURLConnection get(String key) throws IOException {
        URI object = address.object(key);
        AwsCredentialsIdentity identity = credentials.get();
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(object).build();
        SignedRequest signed = signer.sign(sign -> sign.identity(identity)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, address.region())
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
