package io.nextcart.local.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePathWrapper;

/** H2's file system {@code sealed:}, on top of another: its files are {@link SealedFile}s. H2 creates its paths by reflection. */
public final class SealedFiles extends FilePathWrapper {
    static final String NAME = "sealed";

    @Override
    public String getScheme() {
        return NAME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new SealedFile(super.open(mode));
    }
}
