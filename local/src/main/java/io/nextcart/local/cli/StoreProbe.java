package io.nextcart.local.cli;

import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks before a long task that its result can be stored. */
final class StoreProbe {
    private static final int PROBE_BYTES = 1 << 16;

    private StoreProbe() {}

    /**
     * Writes a small file to a folder store and deletes it. Of an S3 store only the name is checked: the first read shows what a
     * policy allows.
     *
     * @throws io.nextcart.data.BadInputException when the name is not a place
     * @throws IOException when the folder cannot be written to
     */
    static void requireWritable(String store) throws IOException {
        ObjectStore opened = ObjectStores.open(store);
        if (store.startsWith("s3:")) {
            return;
        }
        Path folder = Path.of(opened.location());
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, ".probe-", "");
            try {
                Files.write(probe, new byte[PROBE_BYTES]);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new IOException("store " + store + ": cannot be written to: " + Faults.describe(e), e);
        }
    }
}
