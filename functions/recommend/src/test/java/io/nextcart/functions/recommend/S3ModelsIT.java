package io.nextcart.functions.recommend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.bundle.FolderObjectStore;
import io.nextcart.engine.bundle.ObjectSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ModelsIT {
    @TempDir
    private Path folder;

    private S3Proxy server;
    private S3Client client;
    private FolderObjectStore published;

    @BeforeEach
    void start() throws Exception {
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
        client.createBucket(request -> request.bucket("shop"));
        published = new FolderObjectStore(folder.resolve("published"));
        TinyBundle.publish(published, "v1", folder.resolve("work"), 1);
        copy();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.stop();
    }

    /** Everything that was published, into the bucket. */
    private void copy() throws IOException {
        for (String key : published.list("")) {
            byte[] bytes = published.get(key).orElseThrow().bytes();
            client.putObject(request -> request.bucket("shop").key("eu/" + key), RequestBody.fromBytes(bytes));
        }
    }

    private ObjectSource models() {
        return new S3Models(client, "shop", "eu");
    }

    @Test
    void theBundleOfABucketIsLoaded() throws Exception {
        BundleLoader loader = new BundleLoader(models(), folder.resolve("cache"));
        String tag = loader.currentTag().orElseThrow();
        assertThat(loader.load(loader.current().orElseThrow().champion()).version())
                .isEqualTo("v1");
        TinyBundle.serve(published, "v2", "v1", 2);
        copy();
        assertThat(loader.currentTag()).isPresent().get().isNotEqualTo(tag);
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        client.putObject(
                request -> request.bucket("shop").key("eu/models/v1/ranker.cbm"), RequestBody.fromString("noise"));
        assertThatThrownBy(() -> new BundleLoader(models(), folder.resolve("cache")).load("v1"))
                .hasMessageContaining("s3://shop/eu/models/v1/ranker.cbm: damaged");
        assertThat(folder.resolve("cache/v1/ranker.cbm")).doesNotExist();
    }

    @Test
    void whatIsNotThereIsEmptyAndCannotBeDownloaded() throws Exception {
        ObjectSource other = new S3Models(client, "shop", "us");
        assertThat(other.get("models/current.json")).isEmpty();
        assertThat(other.etag("models/current.json")).isEmpty();
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> other.download("models/current.json", target)).isInstanceOf(NoSuchFileException.class);
        assertThat(target).doesNotExist();
        assertThat(other.location()).isEqualTo("s3://shop/us");
    }

    @Test
    void bytesComeBackWithTheirTag() throws Exception {
        ObjectSource.Tagged read = models().get("models/current.json").orElseThrow();
        assertThat(models().etag("models/current.json")).contains(read.etag());
        assertThat(new String(read.bytes(), UTF_8)).contains("\"champion\":\"v1\"");
        Path target = folder.resolve("target");
        models().download("models/current.json", target);
        assertThat(bytes(target)).isEqualTo(read.bytes());
    }

    @Test
    void aFaultIsOneLineThatNamesTheObject() {
        assertThatThrownBy(() -> new S3Models(client, "no-such-bucket", "").get("models/current.json"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://no-such-bucket/models/current.json: cannot be read: ")
                .message()
                .doesNotContain("\n");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
