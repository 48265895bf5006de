package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.format.StringColumn;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogueTableTest {
    private static final CatalogueItem WHOLE = new CatalogueItem(
            new ItemId("b"), true, "z|new", 9.99, "Schuh \u00e4\ud83d\udc5f", "https://x.example/b.jpg", Set.of(), 7);
    private static final CatalogueItem STRANGER = new CatalogueItem(
            new ItemId("zz"), false, null, null, "", null, Set.of(Part.CATEGORY, Part.PRICE), 1L << 40);

    @TempDir
    Path folder;

    private ItemTable items;

    @BeforeEach
    void open() throws IOException {
        items = TinyShop.tables(folder).items();
    }

    private CatalogueTable table(List<CatalogueItem> said) throws IOException {
        Path file = folder.resolve(CatalogueTable.FILE);
        CatalogueTable.write(file, items, said, 1L << 40);
        return CatalogueTable.open(file, items);
    }

    @Test
    void whatWasSaidOfAnItemIsThereWholeWhetherTheBundleKnowsItOrNot() throws IOException {
        CatalogueItem deleted = CatalogueItem.deleted(new ItemId("c"), 8);
        CatalogueTable table = table(List.of(WHOLE, deleted, STRANGER));

        assertThat(table.said("b")).isEqualTo(WHOLE);
        assertThat(table.said("c")).isEqualTo(deleted);
        assertThat(table.said("zz")).isEqualTo(STRANGER);
        assertThat(table.said("a")).as("known, but nothing was said").isNull();
        assertThat(table.said("zzz")).isNull();
        assertThat(table.newestMs()).isEqualTo(1L << 40);
        assertThat(table.place("b")).isEqualTo(1);
        assertThat(table.place("zz")).isEqualTo(TinyShop.ITEMS);
    }

    @Test
    void theLaterCountsAndOfTheSameTimeWhatTheShopSaysNow() throws IOException {
        CatalogueTable table = table(List.of(WHOLE));
        assertThat(table.with(price(6))).isEqualTo(WHOLE);
        for (long atMs = 7; atMs < 9; atMs++) {
            CatalogueItem now = table.with(price(atMs));
            assertThat(now.price()).isEqualTo(1.5);
            assertThat(now.title()).isEqualTo(WHOLE.title());
            assertThat(now.updatedAtMs()).isEqualTo(atMs);
        }
        assertThat(table.with(STRANGER)).isEqualTo(STRANGER);
    }

    private static CatalogueItem price(long atMs) {
        return new CatalogueItem(new ItemId("b"), null, null, 1.5, null, null, atMs);
    }

    @Test
    void manyItemsAreFoundInEveryBlockAndByTheNumbersOfOtherTables() throws IOException {
        long seed = Long.getLong("nextcart.seed", 42);
        Random random = new Random(seed);
        String[] ids = new String[200];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = String.format("%03d", 2 * i);
        }
        items = items(ids, "many.tbl");
        List<CatalogueItem> said = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            if (random.nextInt(3) > 0) {
                String title = "title ".repeat(random.nextInt(4)) + i;
                Boolean available = random.nextBoolean() ? null : Boolean.valueOf(random.nextBoolean());
                String category = random.nextBoolean() ? null : "c" + random.nextInt(5);
                said.add(new CatalogueItem(
                        new ItemId(String.format("%03d", i)), available, category, i / 4.0, title, null, i));
            }
        }
        CatalogueTable table = table(said);
        byte[] bytes = Files.readAllBytes(folder.resolve(CatalogueTable.FILE));

        for (CatalogueItem item : said) {
            assertThat(table.said(item.itemId().value())).as("seed %d", seed).isEqualTo(item);
            assertThat(table.id(table.place(item.itemId().value())))
                    .isEqualTo(item.itemId().value());
        }
        assertThat(table.placesOf(items)).isNull();
        String[] others = {"001", "002", "003", "004", "450", "499", "x"};
        int[] places = table.placesOf(items(others, "others.tbl"));
        for (int i = 0; i < others.length; i++) {
            int place = places[i] >= 0 && table.state(places[i]) >= 0 ? places[i] : -1;
            assertThat(place).as("%s, seed %d", others[i], seed).isEqualTo(table.place(others[i]));
        }
        table(said);
        assertThat(folder.resolve(CatalogueTable.FILE)).hasBinaryContent(bytes);
    }

    private ItemTable items(String[] ids, String name) throws IOException {
        int n = ids.length;
        Path file = folder.resolve(name);
        ItemTable.write(
                file,
                new ItemTable.Columns(
                        ids,
                        new int[n],
                        new float[n],
                        new int[n],
                        new int[n],
                        new int[n],
                        new int[n],
                        new float[n],
                        new float[n]));
        return ItemTable.open(file);
    }

    @Test
    void idsAreInTheOrderOfTheirBytes() throws IOException {
        List<CatalogueItem> said = new ArrayList<>();
        for (String id : List.of("\ud83d\udc5f", "\uff00", "\u00e4")) {
            said.add(new CatalogueItem(new ItemId(id), true, id, null, null, null, 1));
        }
        said.sort(Comparator.comparing(item -> item.itemId().value(), StringColumn.ORDER));
        CatalogueTable table = table(said);
        for (CatalogueItem item : said) {
            assertThat(table.said(item.itemId().value())).isEqualTo(item);
        }
    }

    @Test
    void filesOfAnotherKindOrWithADamagedByteAreRefused() throws IOException {
        table(List.of(WHOLE, STRANGER));
        DamagedFiles.assertRefused(folder.resolve(CatalogueTable.FILE), file -> CatalogueTable.open(file, items));
    }

    @Test
    void theCatalogueOfAnotherBundleIsRefused() throws IOException {
        table(List.of(WHOLE));
        ItemTable fewer = items(new String[] {"a"}, "fewer.tbl");
        assertThatThrownBy(() -> CatalogueTable.open(folder.resolve(CatalogueTable.FILE), fewer))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("section 'state' has 12 values, expected 1");
    }
}
