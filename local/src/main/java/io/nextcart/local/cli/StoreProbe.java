package io.nextcart.local.cli;

import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before the long work whether its result can be kept. */
final class StoreProbe {
    private static final int PROBE_BYTES = 1 << 16;

    private StoreProbe() {}

    /**
     * Writes a little into a folder store and takes it away again. An S3 store is only checked for its name: what a policy
     * allows shows at the first read.
     *
     * @throws io.nextcart.data.BadInputException when the name is no place
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
