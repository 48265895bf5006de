package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FactorTableTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("factors.tbl");
        FactorTable.write(file, new float[] {1, 2, 0, 0, 3, -4}, 2);
    }

    @Test
    void rowsAreMultipliedCopiedAndAdded() throws IOException {
        FactorTable table = FactorTable.open(file, 3);
        float[] vector = new float[2];

        table.copy(0, vector);
        assertThat(vector).containsExactly(1, 2);
        table.add(2, 0.5f, vector);
        assertThat(vector).containsExactly(2.5f, 0);
        assertThat(table.dot(2, vector)).isEqualTo(7.5f);
        assertThat(table.dot(1, vector)).isZero();
        assertThat(table.norm(2)).isEqualTo(5);
        assertThat(table.norm(1)).isZero();
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.factors()).isEqualTo(2);
    }

    @Test
    void filesOfAnotherKindOrWithADamagedByteAreRefused() throws IOException {
        DamagedFiles.assertRefused(file, damaged -> FactorTable.open(damaged, 3));
    }

    @Test
    void aTableOfOtherItemsIsRefused() {
        assertThatThrownBy(() -> FactorTable.open(file, 4))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("section 'factor' has 6 values, expected 8");
    }
}
