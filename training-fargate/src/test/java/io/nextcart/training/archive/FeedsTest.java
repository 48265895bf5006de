package io.nextcart.training.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedsTest {
    static final String TSV =
            "id\ttitle\tprice\tavailability\tlink\n1\tOne\t10.00 EUR\tin_stock\tx\n2\tTwo\t20 EUR\tout_of_stock\tx\n";

    @TempDir
    private Path folder;

    private ObjectStore store;
    private final List<CatalogueItem> read = new ArrayList<>();

    @BeforeEach
    void open() {
        store = new FolderObjectStore(folder);
    }

    private List<String> read(double maxBadRows) throws IOException {
        read.clear();
        return new Feeds(new Archive(store), maxBadRows, Progress.NONE).read(read::add);
    }

    private void drop(String key, String text, long atMs) throws IOException {
        store.put(key, text.getBytes(UTF_8));
        Files.setLastModifiedTime(folder.resolve(key), FileTime.fromMillis(atMs));
    }

    @Test
    void whatAFeedSaysWasSaidWhenItWasWrittenPlainOrGzip() throws IOException {
        assertThat(read(0)).isEmpty();
        drop("feeds/merchant-feed/products.tsv", TSV, 2_000);
        store.put(
                "feeds/woocommerce/wc.csv.gz",
                Records.gzip("ID,Type,SKU,Name,Regular price,Published\n7,simple,S7,Seven,7,1\n"));
        Files.setLastModifiedTime(folder.resolve("feeds/woocommerce/wc.csv.gz"), FileTime.fromMillis(1_000));
        drop(
                "feeds/woocommerce-by-sku/wc.csv",
                "ID,Type,SKU,Name,Regular price,Published\n7,simple,S7,Seven,7,1\n",
                1_000);
        drop("feeds/shopify/eu/p.csv", "Handle,Title,Variant Price\nshoe,Shoe,9.99\n", 3_000);

        List<String> sentences = read(0);

        assertThat(read)
                .extracting(item -> item.itemId() + " " + item.title() + " " + item.price() + " " + item.updatedAtMs())
                .containsExactly(
                        "S7 Seven 7.0 1000",
                        "7 Seven 7.0 1000",
                        "1 One 10.0 2000",
                        "2 Two 20.0 2000",
                        "shoe Shoe 9.99 3000");
        assertThat(read).extracting(CatalogueItem::available).contains(true, false);
        assertThat(sentences)
                .contains(
                        "Feed " + folder + "/feeds/merchant-feed/products.tsv of 1970-01-01T00:00:02Z",
                        "  2 rows from 1 file",
                        "  2 items: 2 with a title, 2 a price, 0 an image, 0 a category; 1 not available")
                .noneMatch(line -> line.startsWith(CatalogueSummary.WARNING));
    }

    @Test
    void whatCannotBeUsedIsSaidAndStopsNothing() throws IOException {
        drop("feeds/merchant-feed/good.tsv", TSV, 1_000);
        drop("feeds/merchant-feed/half.tsv", TSV + "\tno id\t1 EUR\tin_stock\tx\n", 1_000);
        drop("feeds/merchant-feed/doctype.xml", "<?xml version=\"1.0\"?><!DOCTYPE x><rss/>", 1_000);
        drop("feeds/merchant-feed/empty.tsv", "", 1_000);
        drop("feeds/merchant-feed/none.tsv", "id\ttitle\n", 1_000);
        drop("feeds/magento/p.csv", "sku\n1\n", 1_000);
        drop("feeds/retailrocket/p.csv", "sku\n1\n", 1_000);
        drop("feeds/lost.csv", "sku\n1\n", 1_000);
        Files.writeString(folder.resolve("feeds/shopify my feed.csv"), "Handle\n");
        Files.createDirectories(folder.resolve("feeds/shopify"));
        Files.writeString(folder.resolve("feeds/shopify/my feed (1).csv"), "Handle,Title\na,A\n");
        String place = CatalogueSummary.WARNING + "nothing of the feed " + folder + "/feeds/";
        String expected =
                " is used: expected feeds/merchant-feed/<name> or feeds/shopify/<name> or feeds/woocommerce/<name>";

        List<String> sentences = read(0.1);

        assertThat(read).extracting(item -> item.itemId().value()).containsExactly("1", "2");
        assertThat(sentences)
                .contains(
                        place + "magento/p.csv" + expected,
                        place + "retailrocket/p.csv" + expected,
                        place + "lost.csv" + expected,
                        place + "merchant-feed/none.tsv is used: " + folder
                                + "/feeds/merchant-feed/none.tsv: holds no rows, expected at least one")
                .anyMatch(line ->
                        line.startsWith(place + "merchant-feed/half.tsv is used: " + folder) && line.contains("line 4"))
                .anyMatch(line ->
                        line.startsWith(place + "merchant-feed/doctype.xml is used: ") && line.contains("<!DOCTYPE"))
                .anyMatch(line ->
                        line.startsWith(place + "merchant-feed/empty.tsv is used: ") && line.contains("is empty"))
                .anyMatch(line -> line.startsWith(place + "shopify/my feed (1).csv is used: key is"));
        assertThat(read(0.5))
                .contains("  1 row skipped, the first: " + folder
                        + "/feeds/merchant-feed/half.tsv, line 4: id has 0 characters, expected 1 to 128");
        assertThat(read).hasSize(4);
    }

    @Test
    void inWhateverOrderLinesComeTheLaterCountsAndAFeedSaysPartsOnly() {
        long seed = Long.getLong("nextcart.seed", 42);
        for (long one = seed * 1_000; one < seed * 1_000 + 500; one++) {
            Random random = new Random(one);
            SaidItems said = new SaidItems();
            List<CatalogueItem> lines = new ArrayList<>();
            List<CatalogueItem> feeds = new ArrayList<>();
            Map<ItemId, CatalogueItem> table = new TreeMap<>();
            long atMs = 0;
            for (int i = 0; i < 12; i++) {
                CatalogueItem change = change(random, ++atMs);
                if (random.nextInt(3) == 0) {
                    feeds.add(change.deleted() ? change(random, 0) : change);
                } else {
                    lines.add(table.merge(change.itemId(), change, (before, now) -> now.over(before)));
                }
            }
            feeds.removeIf(feed -> feed.deleted() || feed.updatedAtMs() == 0);
            Map<String, CatalogueItem> expected = new TreeMap<>();
            List<CatalogueItem> all = new ArrayList<>(lines);
            all.addAll(feeds);
            all.sort(Comparator.comparingLong(CatalogueItem::updatedAtMs));
            all.forEach(line -> expected.merge(line.itemId().value(), line, (before, now) -> now.over(before)));
            Collections.shuffle(lines, random);
            lines.forEach(said::add);
            feeds.forEach(said::addOfFeed);
            assertThat(said.items()).as("seed %d", one).containsExactlyElementsOf(expected.values());
        }
    }

    private static CatalogueItem change(Random random, long atMs) {
        ItemId id = new ItemId("i" + random.nextInt(3));
        if (random.nextInt(6) == 0) {
            return CatalogueItem.deleted(id, atMs);
        }
        boolean unset = random.nextInt(4) == 0;
        return new CatalogueItem(
                id,
                random.nextBoolean() ? null : Boolean.valueOf(random.nextBoolean()),
                random.nextBoolean() ? null : "c" + random.nextInt(3),
                random.nextBoolean() ? null : Double.valueOf(random.nextInt(9)),
                unset || random.nextBoolean() ? null : "t" + atMs,
                random.nextBoolean() ? null : "https://x/" + atMs,
                unset ? Set.of(Part.TITLE) : Set.of(),
                atMs);
    }
}
