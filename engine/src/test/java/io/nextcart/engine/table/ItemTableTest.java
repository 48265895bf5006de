package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ItemTableTest {
    @TempDir
    Path folder;

    private static ItemTable.Columns columns(String... ids) {
        return new ItemTable.Columns(
                ids,
                new int[] {3, ItemTable.NO_CATEGORY},
                new float[] {552.5f, Float.NaN},
                new int[] {1, ItemTable.AVAILABILITY_UNKNOWN},
                new int[] {10, 20},
                new int[] {1, 2},
                new int[] {0, 1},
                new float[] {2.5f, 7},
                new float[] {0.5f, 1.5f});
    }

    @Test
    void everyColumnComesBackAsWritten() throws IOException {
        Path file = folder.resolve("items.tbl");
        ItemTable.write(file, columns("10", "9"));

        ItemTable items = ItemTable.open(file);

        assertThat(items.size()).isEqualTo(2);
        assertThat(items.indexOf("9")).isEqualTo(1);
        assertThat(items.indexOf("90")).isEqualTo(-1);
        assertThat(items.id(0)).isEqualTo("10");
        assertThat(items.category(0)).isEqualTo(3);
        assertThat(items.category(1)).isEqualTo(ItemTable.NO_CATEGORY);
        assertThat(items.price(0)).isEqualTo(552.5f);
        assertThat(items.price(1)).isNaN();
        assertThat(items.availability(0)).isEqualTo(1);
        assertThat(items.availability(1)).isEqualTo(ItemTable.AVAILABILITY_UNKNOWN);
        assertThat(items.views(1)).isEqualTo(20);
        assertThat(items.carts(1)).isEqualTo(2);
        assertThat(items.purchases(1)).isEqualTo(1);
        assertThat(items.recent(0)).isEqualTo(2.5f);
        assertThat(items.trend(1)).isEqualTo(1.5f);
    }

    @Test
    void filesOfAnotherKindOrWithADamagedByteAreRefused() throws IOException {
        Path file = folder.resolve("items.tbl");
        ItemTable.write(file, columns("10", "9"));
        DamagedFiles.assertRefused(file, ItemTable::open);
    }

    @Test
    void unsortedIdsAreRefused() {
        assertThatThrownBy(() -> columns("9", "10"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id '10' follows '9', expected ascending ids");
    }

    @Test
    void aColumnOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> columns("1", "2", "3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column category has 2 values, expected 3");
    }
}
