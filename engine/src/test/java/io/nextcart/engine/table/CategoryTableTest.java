package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CategoryTableTest {
    @TempDir
    Path folder;

    private CategoryTable table(String[] ids, int... parents) throws IOException {
        Path file = folder.resolve("categories.tbl");
        CategoryTable.write(file, ids, parents);
        return CategoryTable.open(file);
    }

    @Test
    void aCategoryIsWithinItselfAndEveryOneAbove() throws IOException {
        CategoryTable tree = table(new String[] {"a", "b", "c", "d"}, CategoryTable.NO_PARENT, 0, 1, 0);

        assertThat(tree.size()).isEqualTo(4);
        assertThat(tree.indexOf("c")).isEqualTo(2);
        assertThat(tree.indexOf("e")).isEqualTo(-1);
        assertThat(tree.id(3)).isEqualTo("d");
        assertThat(tree.parent(2)).isEqualTo(1);
        assertThat(tree.isWithin(2, 2)).isTrue();
        assertThat(tree.isWithin(2, 0)).isTrue();
        assertThat(tree.isWithin(2, 3)).isFalse();
        assertThat(tree.isWithin(0, 2)).isFalse();
        assertThat(tree.isWithin(-1, 0)).isFalse();
        assertThat(tree.isWithin(-1, -1)).isFalse();
    }

    @Test
    void aCycleEndsTheSearch() throws IOException {
        CategoryTable tree = table(new String[] {"a", "b", "c"}, 1, 0, CategoryTable.NO_PARENT);

        assertThat(tree.isWithin(0, 1)).isTrue();
        assertThat(tree.isWithin(0, 2)).isFalse();
    }

    @Test
    void filesOfAnotherKindOrWithADamagedByteAreRefused() throws IOException {
        table(new String[] {"a", "b"}, CategoryTable.NO_PARENT, 0);
        DamagedFiles.assertRefused(folder.resolve("categories.tbl"), CategoryTable::open);
    }

    @Test
    void aParentOutsideTheTreeIsRefused() {
        assertThatThrownBy(() -> table(new String[] {"a"}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parent 1 of 1 categories");
    }
}
