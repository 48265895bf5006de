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

/** A file that appears only when it is whole: it is written beside its place and moved there at the end. */
public final class WholeFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path partial;
    private final OutputStream stream;

    /**
     * Begins a file; its data are gzip when the name ends in {@code .gz}.
     *
     * @param file its place; what is there stays until {@link #commit}
     */
    public WholeFile(Path file) throws IOException {
        this.file = requireNonNull(file, "file is null");
        this.partial = file.resolveSibling(file.getFileName() + ".partial");
        OutputStream plain = new BufferedOutputStream(Files.newOutputStream(partial), BUFFER_BYTES);
        this.stream = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain;
    }

    /** Where to write. It may be closed before {@link #commit}. */
    public OutputStream stream() {
        return stream;
    }

    /** Declares the file whole and puts it in its place. */
    public void commit() throws IOException {
        stream.close();
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } finally {
            // Still there only if something failed: a full disk must not stay full of it.
            Files.deleteIfExists(partial);
        }
    }
}
