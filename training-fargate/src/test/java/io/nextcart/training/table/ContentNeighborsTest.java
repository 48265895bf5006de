package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.TinyShop;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.archive.SaidItems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over {@link TinyShop}, where few have seen k and l; by co-visitation k leads to l and a, and d is out of stock. */
final class ContentNeighborsTest {
    private static final Map<String, String> TITLES = Map.of(
            "a", "Alpine tent, blue",
            "c", "Kettle of 2 l",
            "d", "Alpine tent, blue",
            "e", "Alpine TENT — blue!",
            "f", "blue",
            "i", "Alpine tent",
            "k", "Alpine tent (blue)",
            "stranger", "Alpine tent, blue");

    @TempDir
    Path folder;

    private Tables tables;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        tables = TinyShop.tables(folder);
        file = folder.resolve(Tables.CONTENT);
    }

    private NeighborTable neighbors(Map<String, String> titles) throws IOException {
        SaidItems said = new SaidItems();
        titles.forEach((id, title) -> said.add(new CatalogueItem(new ItemId(id), null, null, null, title, null, 1)));
        new ContentNeighbors(tables, said.pack()).write(file);
        return Tables.open(folder).content();
    }

    private List<String> row(NeighborTable content, String item) {
        int at = tables.items().indexOf(item);
        List<String> ids = new ArrayList<>();
        for (int position = content.from(at); position < content.to(at); position++) {
            ids.add(tables.items().id(content.item(position)));
        }
        return ids;
    }

    @Test
    void thoseWithMostOfTheDescriptionInCommonComeFirst() throws IOException {
        NeighborTable content = neighbors(TITLES);

        // i is of the same category and nearly the same price, e has all the words.
        assertThat(row(content, "k")).containsExactly("i", "e");
        assertThat(content.weight(content.from(10))).isBetween(0.4f, 1f);
        for (String known : List.of("a", "e", "i", "j")) {
            assertThat(row(content, known)).as(known).isEmpty();
        }
        assertThat(row(content, "l")).as("without a title").isEmpty();
    }

    @Test
    void anItemThatNobodyHasViewedIsANeighborOfThoseLikeIt() throws IOException {
        nobodyHasViewed("k");

        NeighborTable content = neighbors(TITLES);

        assertThat(row(content, "k")).containsExactly("i", "e");
        assertThat(row(content, "e")).containsExactly("k");
        assertThat(row(content, "i")).containsExactly("k");
        int e = tables.items().indexOf("e");
        assertThat(content.weight(content.from(e))).isEqualTo(content.weight(content.from(10) + 1));
        for (String other : List.of("a", "d", "f", "l")) {
            assertThat(row(content, other)).as(other).isEmpty();
        }
    }

    private void nobodyHasViewed(String id) throws IOException {
        ItemTable before = tables.items();
        int n = before.size();
        float[] price = new float[n];
        float[] recent = new float[n];
        float[] trend = new float[n];
        int[] views = new int[n];
        for (int item = 0; item < n; item++) {
            price[item] = before.price(item);
            recent[item] = before.recent(item);
            trend[item] = before.trend(item);
            views[item] = before.id(item).equals(id) ? 0 : before.views(item);
        }
        ItemTable.write(
                folder.resolve(Tables.ITEMS),
                new ItemTable.Columns(
                        IntStream.range(0, n).mapToObj(before::id).toArray(String[]::new),
                        IntStream.range(0, n).map(before::category).toArray(),
                        price,
                        IntStream.range(0, n).map(before::availability).toArray(),
                        views,
                        new int[n],
                        new int[n],
                        recent,
                        trend));
        tables = Tables.open(folder);
    }

    @Test
    void theSameDescriptionIsALikenessOfOne() throws IOException {
        NeighborTable content = neighbors(Map.of("j", "Tent", "k", "Tent"));

        // Their prices are 19 and 20, and both are of category z.
        assertThat(row(content, "k")).containsExactly("j");
        assertThat(content.weight(0)).isCloseTo(1, within(1e-6f));
    }

    @Test
    void thereIsNoTableWithoutTitlesOrWithoutAWordInCommon() throws IOException {
        assertThat(neighbors(Map.of())).isSameAs(NeighborTable.NONE);
        assertThat(neighbors(Map.of("a", "One", "k", "Two"))).isSameAs(NeighborTable.NONE);
        assertThat(file).doesNotExist();
    }

    @Test
    void theSameCatalogueGivesTheSameBytes() throws IOException {
        neighbors(TITLES);
        byte[] first = Files.readAllBytes(file);
        neighbors(new TreeMap<>(TITLES));
        assertThat(file).hasBinaryContent(first);
    }
}
