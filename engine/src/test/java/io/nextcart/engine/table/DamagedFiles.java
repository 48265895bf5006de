package io.nextcart.engine.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks that opening a table refuses files of another kind or with damage. */
final class DamagedFiles {
    private DamagedFiles() {}

    interface Door {
        void open(Path file) throws IOException;
    }

    static void assertRefused(Path whole, Door door) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        Path file = whole.resolveSibling("damaged.tbl");
        for (int at = 0; at < bytes.length; at++) {
            byte[] copy = bytes.clone();
            copy[at] ^= 0x10;
            Files.write(file, copy);
            assertRefusedNaming(file, () -> door.open(file));
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
