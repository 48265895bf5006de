package io.nextcart.training.archive;

import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.s3.S3ObjectStore;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3CompactionIT extends CompactionContract {
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
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getPort()))
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
        String bucket = "archive-" + buckets++;
        client.createBucket(request -> request.bucket(bucket));
        return new S3ObjectStore(client, bucket, "shop/eu");
    }
}
