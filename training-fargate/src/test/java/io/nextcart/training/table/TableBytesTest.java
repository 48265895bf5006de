package io.nextcart.training.table;

import static io.nextcart.training.table.Shop.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.ItemProperty;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableBytesTest {
    private static final List<String> FILES =
            List.of("items.tbl", "categories.tbl", "popular.tbl", "covisit.tbl", "cocart.tbl", "copurchase.tbl");
    private static final long SEED = 20;
    private static final int ITEMS = 40;

    @TempDir
    Path folder;

    private final List<Event> events = Shop.random(SEED, 4000);
    private final List<ItemProperty> properties = properties();

    private static List<ItemProperty> properties() {
        List<ItemProperty> rows = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            for (int week = 0; week < 7; week++) {
                long minute = week * 7L * DAY;
                rows.add(Shop.property("" + item, "categoryid", "c" + (item + week) % 5, minute));
                rows.add(Shop.property("" + item, "790", "n" + (10 * item + week) + ".000", minute));
                rows.add(Shop.property("" + item, "available", "" + (item + week) % 2, minute));
            }
        }
        return rows;
    }

    private void assertSameBytes(Path one, Path other) throws IOException {
        for (String file : FILES) {
            assertThat(one.resolve(file)).as("%s, seed %d", file, SEED).hasSameBinaryContentAs(other.resolve(file));
        }
    }

    @Test
    void theNumberOfThreadsChangesNoByte() throws IOException {
        Shop.build(folder.resolve("one"), 1, 50 * DAY, events, properties);
        Shop.build(folder.resolve("four"), 4, 50 * DAY, events, properties);
        assertSameBytes(folder.resolve("one"), folder.resolve("four"));
    }

    @Test
    void nothingAtOrAfterTheEndChangesAByte() throws IOException {
        long end = 35 * DAY + 45;
        List<Event> earlier = events.stream()
                .filter(event -> event.timestampMs() < end * Shop.MINUTE_MS)
                .toList();
        List<ItemProperty> earlierProperties = properties.stream()
                .filter(property -> property.timestampMs() < end * Shop.MINUTE_MS)
                .toList();
        List<Event> edge =
                List.of(Shop.view("u1", "1", end), Shop.cart("u2", "2", end), Shop.buy("u3", "3", end, "t1"));

        long past = Shop.build(folder.resolve("past"), 2, end, earlier, earlierProperties);
        long whole = Shop.build(folder.resolve("whole"), 2, end, edge, events, properties);

        assertThat(whole).isEqualTo(past);
        assertThat(past).isLessThan(events.size());
        assertThat(neighbors(folder.resolve("past/covisit.tbl"))).isPositive();
        assertThat(neighbors(folder.resolve("past/cocart.tbl"))).isPositive();
        assertThat(neighbors(folder.resolve("past/copurchase.tbl"))).isPositive();
        assertSameBytes(folder.resolve("past"), folder.resolve("whole"));
    }

    @Test
    void oneLogBuildsTablesOfSeveralEnds() throws IOException {
        try (var sql = new io.nextcart.training.sql.DuckDbEngine(folder.resolve("work"), 2, 256L << 20)) {
            TableBuilder builder = new TableBuilder(Shop.load(sql, events, properties), io.nextcart.data.Progress.NONE);
            builder.build(folder.resolve("late"), 50 * DAY * Shop.MINUTE_MS);
            builder.build(folder.resolve("early"), 20 * DAY * Shop.MINUTE_MS);
        }
        Shop.build(folder.resolve("fresh"), 2, 20 * DAY, events, properties);
        assertSameBytes(folder.resolve("early"), folder.resolve("fresh"));
        assertThat(Files.mismatch(
                        folder.resolve("early").resolve("covisit.tbl"),
                        folder.resolve("late").resolve("covisit.tbl")))
                .isNotEqualTo(-1);
    }

    @Test
    void tablesBeforeTheFirstEventAreEmptyButWhole() throws IOException {
        long counted = Shop.build(folder, 2, 0, events, properties);

        assertThat(counted).isZero();
        assertThat(ItemTable.open(folder.resolve("items.tbl")).size()).isZero();
        assertThat(NeighborTable.open(folder.resolve("covisit.tbl"), 0).to(0)).isZero();
    }

    private static int neighbors(Path table) throws IOException {
        return NeighborTable.open(table, ITEMS).to(ITEMS - 1);
    }
}
