package io.nextcart.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.FormatRange;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
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
        Path file = write();
        byte[] whole = Files.readAllBytes(file);
        String crc32 = Manifest.Entry.of(file).crc32();
        assertThat(TableFile.isIntact(file, crc32)).isTrue();
        assertThat(TableFile.isIntact(file, "00000000")).isFalse();
        Path damagedFile = folder.resolve("damaged.tbl");
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(damagedFile, damaged);
            assertThat(TableFile.isIntact(damagedFile, crc32)).as("byte %d", at).isFalse();
            assertThat(TableFile.isIntact(
                            damagedFile, Manifest.Entry.of(damagedFile).crc32()))
                    .as("by its own checksum alone, byte %d", at)
                    .isEqualTo(at >= whole.length - 4);
        }
    }

    /** Every chunk counts, the last and the bytes around its end as well. */
    @Test
    void aDamagedByteOfALargeFileIsNoticedWhereverItIs() throws IOException {
        for (int size = 16_350; size < 16_400; size++) {
            Path file = folder.resolve("large.tbl");
            try (TableWriter writer = new TableWriter(file, "test")) {
                writer.ints("numbers", new int[size]);
                writer.commit();
            }
            String crc32 = Manifest.Entry.of(file).crc32();
            byte[] whole = Files.readAllBytes(file);
            assertThat(TableFile.isIntact(file, crc32))
                    .as("%d bytes", whole.length)
                    .isTrue();
            whole[whole.length - 1 - 16 * (size % 4)] ^= 1;
            Files.write(file, whole);
            assertThat(TableFile.isIntact(file, crc32))
                    .as("%d bytes", whole.length)
                    .isFalse();
        }
    }

    @Test
    void nothingAndLessThanAnEndAreNotIntact() throws IOException {
        for (int length : new int[] {0, 1, 7, 8, 31}) {
            Path file = Files.write(folder.resolve("short.tbl"), new byte[length]);
            assertThat(TableFile.isIntact(file, "01020304"))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(write());
        Path cut = folder.resolve("cut.tbl");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
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
    void everyFormatFromTheOldestToTheCurrentIsRead() throws IOException {
        for (int format = 2; format <= 4; format++) {
            Path file = ofFormat(format);

            assertThat(TableFile.open(file, "test", new FormatRange(2, 4))
                            .ints("numbers")
                            .get(2))
                    .as("format %d", format)
                    .isEqualTo(3);
        }
    }

    @Test
    void anOlderFormatAsksForARetrainAndANewerOneForANewerRelease() throws IOException {
        Path file = ofFormat(3);

        assertThatThrownBy(() -> TableFile.open(file, "test", new FormatRange(4, 5)))
                .isInstanceOf(FormatRange.TooOldException.class)
                .hasMessage(
                        file + ": table format 3, this release reads 4 to 5; retrain, or go back to the release that"
                                + " wrote the file");
        assertThatThrownBy(() -> TableFile.open(file, "test", new FormatRange(1, 2)))
                .isInstanceOf(FormatRange.TooNewException.class)
                .hasMessage(
                        file + ": table format 3, this release reads 1 to 2; deploy the release that wrote the file,"
                                + " or serve an older bundle");
        assertThatThrownBy(() -> TableFile.open(file, "test")).isInstanceOf(FormatRange.TooNewException.class);
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
        Arrays.sort(names, StringColumn.ORDER);
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

    /** A valid file that claims to have a format. */
    private Path ofFormat(int format) throws IOException {
        byte[] whole = Files.readAllBytes(write());
        ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(8, format);
        CRC32C crc = new CRC32C();
        crc.update(whole, 0, whole.length - 8);
        bytes.putInt(whole.length - 8, (int) crc.getValue());
        return Files.write(folder.resolve("format.tbl"), whole);
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
