package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Checks that a table with a damaged byte is not intact, and that opening it ends in a table or in a refusal, and that opening refuses
 * files that are cut off or of another kind.
 */
final class DamagedFiles {
    private DamagedFiles() {}

    interface Door {
        void open(Path file) throws IOException;
    }

    static void assertRefused(Path whole, Door door) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        String crc32 = Manifest.Entry.of(whole).crc32();
        assertThat(TableFile.isIntact(whole, crc32)).isTrue();
        Path file = whole.resolveSibling("damaged.tbl");
        for (int at = 0; at < bytes.length; at++) {
            byte[] copy = bytes.clone();
            copy[at] ^= 0x10;
            Files.write(file, copy);
            assertThat(TableFile.isIntact(file, crc32)).as("byte %d", at).isFalse();
            try {
                door.open(file);
            } catch (BundleException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertRefusedNaming(file, () -> door.open(file));
        try (TableWriter writer = new TableWriter(file, "other")) {
            writer.commit();
        }
        assertThatThrownBy(() -> door.open(file))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("holds 'other'");
        Files.delete(file);
        assertRefusedNaming(file, () -> door.open(file));
    }

    private static void assertRefusedNaming(Path file, ThrowingCallable opening) {
        assertThatThrownBy(opening).isInstanceOf(BundleException.class).hasMessageContaining(file.toString());
    }
}
