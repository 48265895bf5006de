package io.nextcart.local.cli;

import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** {@link ModelsContract} over S3's API. */
class ModelsS3IT extends ModelsContract {
    private static final String PREFIX = "shop/one";
    private static LoopbackS3 s3;
    private static Map<String, String> settings;

    private String bucket = "";

    @BeforeAll
    static void start() {
        s3 = new LoopbackS3();
        settings = s3.properties();
        settings.forEach(System::setProperty);
    }

    @AfterAll
    static void stop() throws Exception {
        settings.keySet().forEach(System::clearProperty);
        s3.close();
    }

    @Override
    ObjectStore emptyStore() {
        bucket = s3.bucket();
        return new S3ObjectStore(s3.client(), bucket, PREFIX);
    }

    @Override
    String place() {
        return "s3://" + bucket + "/" + PREFIX;
    }
}
