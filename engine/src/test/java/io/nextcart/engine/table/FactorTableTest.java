package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.engine.TinyShop;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FactorTableTest {
    private static final Offset<Float> FLOAT = within(1e-6f);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("factors.tbl");
        FactorTable.write(file, new float[] {0, 2, 0, 0, 1.27f, -0.64f}, 2);
    }

    @Test
    void rowsAreCopiedAndAdded() throws IOException {
        FactorTable table = FactorTable.open(file, 3);
        float[] vector = new float[2];

        table.copy(0, vector);
        assertThat(vector).containsExactly(new float[] {0, 2}, FLOAT);
        table.add(2, 0.5f, vector);
        assertThat(vector).containsExactly(new float[] {0.635f, 1.68f}, FLOAT);
        table.add(3, 1, vector);
        assertThat(vector).as("an item beyond the table").containsExactly(new float[] {0.635f, 1.68f}, FLOAT);
        table.copy(1, vector);
        assertThat(vector).as("an item without factors").containsExactly(0, 0);
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.factors()).isEqualTo(2);
    }

    @Test
    void itemsWithoutFactorsNeedNoValues() throws IOException {
        Path sparse = folder.resolve("sparse.tbl");

        FactorTable.write(sparse, new int[] {0, 2}, new float[] {0, 2, 1.27f, -0.64f}, 2, 3);

        assertThat(sparse).hasSameBinaryContentAs(file);
    }

    @Test
    void aRoundedRowKeepsItsLengthAndEachValueUpToAStep() throws IOException {
        int factors = 50;
        float[] exact = new float[200 * factors];
        Random random = new Random(7);
        for (int at = 0; at < exact.length; at++) {
            exact[at] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-3, 4) * (at / factors % 2)));
        }
        FactorTable.write(file, exact, factors);
        FactorTable table = FactorTable.open(file, 200);
        float[] row = new float[factors];

        for (int item = 0; item < 200; item++) {
            table.copy(item, row);
            float[] expected = Arrays.copyOfRange(exact, item * factors, (item + 1) * factors);
            assertThat(length(row)).as("row %d", item).isCloseTo(length(expected), within(1e-6 * length(expected)));
            double largest = 0;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(row).as("row %d", item).containsExactly(expected, within((float) (largest / 127)));
        }
    }

    private static double length(float[] row) {
        double squares = 0;
        for (float value : row) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    @Test
    void aRowThatIsNotFiniteIsRefusedAndNothingIsWritten() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Path refused = folder.resolve("refused.tbl");
            assertThatThrownBy(() -> FactorTable.write(refused, new float[] {1, 1, 1, value}, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(refused + ": row 1 is not finite");
            assertThat(refused).doesNotExist();
        }
    }

    /** A rollback may lead to a bundle of an earlier release. */
    @Test
    void floatsOfFormat1AreReadAsTheyAre() throws IOException {
        FactorTable table = FactorTable.open(TinyShop.factorsOfFormat1(folder.resolve("old.tbl")), TinyShop.ITEMS);
        float[] vector = new float[2];

        for (int item = 0; item < TinyShop.ITEMS; item++) {
            table.copy(item, vector);
            assertThat(vector).containsExactly(1, item);
        }
        table.add(3, 0.5f, vector);
        assertThat(vector).containsExactly(1.5f, 12.5f);
        table.copy(TinyShop.ITEMS, vector);
        assertThat(vector).containsExactly(0, 0);
    }

    @Test
    void filesOfAnotherKindOrWithADamagedByteAreRefused() throws IOException {
        DamagedFiles.assertRefused(file, damaged -> FactorTable.open(damaged, 3));
        DamagedFiles.assertRefused(
                TinyShop.factorsOfFormat1(folder.resolve("old.tbl")),
                damaged -> FactorTable.open(damaged, TinyShop.ITEMS));
    }

    @Test
    void aTableOfOtherItemsIsRefused() {
        assertThatThrownBy(() -> FactorTable.open(file, 4))
                .isInstanceOf(BundleException.class)
                .hasMessageEndingWith("section 'factor' has 6 values, expected 8");
    }
}
