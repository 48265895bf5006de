package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PopularTableTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("popular.tbl");
        PopularTable.write(
                file,
                new PopularTable.Lists(new int[] {0, 2, 2, 3}, new int[] {7, 4, 4}, new float[] {9, 8, 8}),
                new PopularTable.Lists(new int[] {0, 1, 1, 1}, new int[] {4}, new float[] {1.5f}));
    }

    @Test
    void theShopAndEachCategoryHaveTheirRows() throws IOException {
        PopularTable table = PopularTable.open(file, 2);

        PopularTable.Rows popular = table.popular();
        assertThat(popular.from(PopularTable.SHOP)).isZero();
        assertThat(popular.to(PopularTable.SHOP)).isEqualTo(2);
        assertThat(popular.item(0)).isEqualTo(7);
        assertThat(popular.score(1)).isEqualTo(8);
        assertThat(popular.to(0) - popular.from(0)).isZero();
        assertThat(popular.from(1)).isEqualTo(2);
        assertThat(popular.to(1)).isEqualTo(3);
        assertThat(popular.item(2)).isEqualTo(4);
        assertThat(table.trending().to(PopularTable.SHOP)).isEqualTo(1);
        assertThat(table.trending().score(0)).isEqualTo(1.5f);
    }

    @Test
    void filesOfAnotherKindOrWithADamagedByteAreRefused() throws IOException {
        DamagedFiles.assertRefused(file, damaged -> PopularTable.open(damaged, 2));
    }

    @Test
    void aTableOfOtherCategoriesIsRefused() {
        assertThatThrownBy(() -> PopularTable.open(file, 3))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("section 'popular_offset' has 4 values, expected 5");
    }
}
