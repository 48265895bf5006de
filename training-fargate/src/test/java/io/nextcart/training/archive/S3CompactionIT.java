package io.nextcart.training.archive;

import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class S3CompactionIT extends CompactionContract {
    private static LoopbackS3 s3;

    @BeforeAll
    static void start() {
        s3 = new LoopbackS3();
    }

    @AfterAll
    static void stop() throws Exception {
        s3.close();
    }

    @Override
    ObjectStore emptyStore() {
        return new S3ObjectStore(s3.client(), s3.bucket(), "shop/eu");
    }

    /** By default, {@code CompactionTest} tests this claim on a folder. */
    @Override
    @Test
    @Tag("long")
    void aKillAtAnyCallLosesNothingAndTheNextRunEndsTheWork() throws Exception {
        super.aKillAtAnyCallLosesNothingAndTheNextRunEndsTheWork();
    }

    @Override
    int mixes() {
        return 6;
    }
}
