package io.nextcart.training.archive;

import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest extends CompactionContract {
    @TempDir
    private Path folder;

    @Override
    ObjectStore emptyStore() throws Exception {
        return new FolderObjectStore(Files.createTempDirectory(folder, "archive"));
    }

    @Override
    int mixes() {
        return 16;
    }
}
