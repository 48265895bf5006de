package io.nextcart.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.ObjectStore;
import io.nextcart.store.ObjectStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ObjectStoreIT extends ObjectStoreContract {
    private static LoopbackS3 s3;

    private String bucket = "";

    @BeforeAll
    static void start() {
        s3 = new LoopbackS3();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @Override
    protected ObjectStore emptyStore() {
        bucket = s3.bucket();
        return new S3ObjectStore(s3.client(), bucket, "shop/eu");
    }

    @Test
    void aPrefixKeepsTwoShopsApart() throws Exception {
        ObjectStore store = emptyStore();
        store.upload("a", file("mine"));
        ObjectStore other = new S3ObjectStore(s3.client(), bucket, "shop/us");
        assertThat(other.list("")).isEmpty();
        assertThat(new S3ObjectStore(s3.client(), bucket, "").list("")).containsExactly("shop/eu/a");
        assertThat(store.location()).isEqualTo("s3://" + bucket + "/shop/eu");
    }

    @Test
    void aFaultIsOneLineThatNamesTheObject() {
        ObjectStore store = new S3ObjectStore(s3.client(), "no-such-bucket", "");
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
            "aws.endpointUrlS3", s3.endpoint().toString(),
            "aws.accessKeyId", LoopbackS3.KEY,
            "aws.secretAccessKey", LoopbackS3.SECRET,
            "aws.region", LoopbackS3.REGION
        };
        try {
            for (int i = 0; i < settings.length; i += 2) {
                System.setProperty(settings[i], settings[i + 1]);
            }
            ObjectStore store = ObjectStores.open("s3://" + bucket + "/shop/");
            store.upload("a", file("x"));
            assertThat(store.list("")).containsExactly("a");
        } finally {
            for (int i = 0; i < settings.length; i += 2) {
                System.clearProperty(settings[i]);
            }
        }
    }
}
