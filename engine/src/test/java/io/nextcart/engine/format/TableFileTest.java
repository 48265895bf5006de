package io.nextcart.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        TableFile table = TableFile.open(write(), "test");

        assertThat(table.ints("numbers").get(1)).isEqualTo(-2);
        assertThat(Float.isNaN(table.floats("shares").get(1))).isTrue();
        assertThat(table.strings("names").get(0)).isEqualTo("ä");
        assertThat(table.strings("names").get(1)).isEmpty();
        assertThat(table.ints("none").limit()).isZero();
    }

    @Test
    void everySingleDamagedByteIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        Path damagedFile = folder.resolve("damaged.tbl");
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(damagedFile, damaged);
            assertThatThrownBy(() -> TableFile.open(damagedFile, "test"))
                    .as("byte %d", at)
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("damaged.tbl");
        }
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        Path cut = folder.resolve("cut.tbl");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TableFile.open(cut, "test"))
                    .as("length %d", length)
                    .isInstanceOf(BundleException.class);
        }
    }

    @Test
    void anotherKindOrAMissingSectionIsNamed() throws IOException {
        Path file = write();

        assertThatThrownBy(() -> TableFile.open(file, "other")).hasMessageEndingWith("holds 'test', expected 'other'");
        assertThatThrownBy(() -> TableFile.open(file, "test").ints("shares"))
                .hasMessageContaining("has no section 'shares'");
    }

    @Test
    void anUncommittedFileNeverAppears() throws IOException {
        Path file = folder.resolve("half.tbl");
        try (TableWriter writer = new TableWriter(file, "test")) {
            writer.ints("numbers", new int[] {1});
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void stringsAreFoundInByteOrder() throws IOException {
        String[] names = {"10", "9", "a", "z", "é", "\uFFFC", "\uD83D\uDE00"};
        java.util.Arrays.sort(names, StringColumn.ORDER);
        Path file = folder.resolve("names.tbl");
        try (TableWriter writer = new TableWriter(file, "test")) {
            writer.strings("names", names);
            writer.commit();
        }
        StringColumn column = TableFile.open(file, "test").strings("names");

        for (int i = 0; i < names.length; i++) {
            assertThat(column.indexOf(names[i])).isEqualTo(i);
        }
        assertThat(column.indexOf("b")).isEqualTo(-1);
        assertThat(column.indexOf("")).isEqualTo(-1);
    }

    private Path write() throws IOException {
        Path file = folder.resolve("whole.tbl");
        try (TableWriter writer = new TableWriter(file, "test")) {
            writer.ints("numbers", new int[] {1, -2, 3});
            writer.floats("shares", new float[] {0.5f, Float.NaN});
            writer.strings("names", new String[] {"ä", "", "xyz"});
            writer.ints("none", new int[0]);
            writer.commit();
        }
        return file;
    }
}
