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

/** A file that appears only when it is whole: it is written beside its place and moved there at the end. */
public final class WholeFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path partial;
    private final @Nullable OutputStream stream;

    /**
     * Begins a file; its data are gzip when the name ends in {@code .gz}.
     *
     * @param file its place; what is there stays until {@link #commit}
     */
    public WholeFile(Path file) throws IOException {
        this(file, partial(file), open(file));
    }

    private WholeFile(Path file, Path partial, @Nullable OutputStream stream) {
        this.file = file;
        this.partial = partial;
        this.stream = stream;
    }

    /**
     * Begins a file for something that opens files by their names: it writes to {@link #partial}.
     *
     * @param file its place; what is there stays until {@link #commit}
     */
    public static WholeFile byName(Path file) {
        return new WholeFile(file, partial(file), null);
    }

    private static Path partial(Path file) {
        return requireNonNull(file, "file is null").resolveSibling(file.getFileName() + ".partial");
    }

    private static OutputStream open(Path file) throws IOException {
        OutputStream plain = new BufferedOutputStream(Files.newOutputStream(partial(file)), BUFFER_BYTES);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain;
    }

    /** Where to write. It may be closed before {@link #commit}. */
    public OutputStream stream() {
        return requireNonNull(stream, "a file that is written by its name has no stream");
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
