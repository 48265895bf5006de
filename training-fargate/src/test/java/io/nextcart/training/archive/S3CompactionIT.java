package io.nextcart.training.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.LoopbackS3;
import io.nextcart.store.s3.S3ObjectStore;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aFeedOnS3WasSaidWhenItWasWritten() throws Exception {
        ObjectStore store = emptyStore();
        store.put("feeds/merchant-feed/p.tsv", FeedsTest.TSV.getBytes(UTF_8));
        List<CatalogueItem> read = new ArrayList<>();
        new Feeds(new Archive(store), 0, Progress.NONE).read(read::add);
        assertThat(read).extracting(CatalogueItem::title).containsExactly("One", "Two");
        assertThat(read)
                .extracting(CatalogueItem::updatedAtMs)
                .containsOnly(store.writtenAt("feeds/merchant-feed/p.tsv")
                        .orElseThrow()
                        .toEpochMilli());
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
        return 3;
    }
}
