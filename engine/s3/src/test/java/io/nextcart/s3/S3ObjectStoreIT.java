package io.nextcart.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.engine.bundle.ObjectStore;
import java.io.IOException;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ObjectStoreIT extends ObjectStoreContract {
    private static S3Proxy server;
    private static S3Client client;
    private static int buckets;

    @BeforeAll
    static void start() throws Exception {
        server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "key", "secret")
                .build();
        server.start();
        client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.stop();
    }

    @Override
    ObjectStore emptyStore() {
        String bucket = "bucket-" + buckets++;
        client.createBucket(request -> request.bucket(bucket));
        return new S3ObjectStore(client, bucket, "shop/eu");
    }

    @Test
    void aPrefixKeepsTwoShopsApart() throws Exception {
        ObjectStore store = emptyStore();
        store.upload("a", file("mine"));
        ObjectStore other = new S3ObjectStore(client, "bucket-" + (buckets - 1), "shop/us");
        assertThat(other.list("")).isEmpty();
        assertThat(new S3ObjectStore(client, "bucket-" + (buckets - 1), "").list(""))
                .containsExactly("shop/eu/a");
        assertThat(store.location()).isEqualTo("s3://bucket-" + (buckets - 1) + "/shop/eu");
    }

    @Test
    void aFaultIsOneLineThatNamesTheObject() {
        ObjectStore store = new S3ObjectStore(client, "no-such-bucket", "");
        assertThatThrownBy(() -> store.upload("models/v1/a", file("x")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://no-such-bucket/models/v1/a: cannot be written: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aStoreIsOpenedByItsNameAndTheStandardSettings() throws Exception {
        emptyStore();
        String[] settings = {
            "aws.endpointUrlS3", endpoint().toString(),
            "aws.accessKeyId", "key",
            "aws.secretAccessKey", "secret",
            "aws.region", "us-east-1"
        };
        try {
            for (int i = 0; i < settings.length; i += 2) {
                System.setProperty(settings[i], settings[i + 1]);
            }
            ObjectStore store = ObjectStores.open("s3://bucket-" + (buckets - 1) + "/shop/");
            store.upload("a", file("x"));
            assertThat(store.list("")).containsExactly("a");
        } finally {
            for (int i = 0; i < settings.length; i += 2) {
                System.clearProperty(settings[i]);
            }
        }
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }
}
