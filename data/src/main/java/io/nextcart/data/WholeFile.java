package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears only when it is whole: it is written beside its place, through {@link #stream} or by the name {@link
 * #partial}, and moved there at the end.
 */
public final class WholeFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path partial;
    private @Nullable OutputStream stream;

    /**
     * @param file its place; what is there stays until {@link #commit}
     */
    public WholeFile(Path file) {
        this.file = requireNonNull(file, "file is null");
        this.partial = file.resolveSibling(file.getFileName() + ".partial");
    }

    /** Where to write; the data are gzip when the name ends in {@code .gz}. It may be closed before {@link #commit}. */
    public OutputStream stream() throws IOException {
        if (stream == null) {
            OutputStream plain = new BufferedOutputStream(Files.newOutputStream(partial), BUFFER_BYTES);
            stream = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain;
        }
        return stream;
    }

    /** Where the file is until it is whole. */
    public Path partial() {
        return partial;
    }

    /** Declares the file whole and puts it in its place. */
    public void commit() throws IOException {
        closeStream();
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try {
            closeStream();
        } finally {
            // Still there only if something failed: a full disk must not stay full of it.
            Files.deleteIfExists(partial);
        }
    }

    private void closeStream() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
