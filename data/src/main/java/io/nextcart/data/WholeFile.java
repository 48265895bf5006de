package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file so that it appears only when complete: through {@link #stream}, or to {@link #partial}, in the same
 * folder, and then moved to its place. A link stays, and its target is written. A replaced file keeps its permissions;
 * a file that appeared after the start is not replaced.
 */
public final class WholeFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private static final String PARTIAL = ".nextcart-";
    /** Leftovers of killed runs are older than any file still being written. */
    private static final Duration LEFT = Duration.ofDays(2);

    private final Path file;
    private final Path place;
    private final boolean replaces;
    private final Path partial;
    private @Nullable OutputStream stream;

    /**
     * @param file its place; what is there stays until {@link #commit}
     * @throws BadInputException when a folder, a pipe or a device is there
     */
    public WholeFile(Path file) throws IOException {
        this.file = requireNonNull(file, "file is null");
        this.place = OutFile.place(file);
        this.replaces = Files.exists(place);
        Path folder = requireNonNull(place.getParent(), "a file lies in a folder");
        this.partial = folder.resolve(PARTIAL + UUID.randomUUID() + ".partial");
        deleteWhatWasLeft(folder);
        partial.toFile().deleteOnExit(); // in case the process is stopped
    }

    /** Where to write; compresses with gzip when the name ends in {@code .gz}. May be closed before {@link #commit}. */
    public OutputStream stream() throws IOException {
        if (stream == null) {
            OutputStream plain = new BufferedOutputStream(new Named(Files.newOutputStream(partial)), BUFFER_BYTES);
            stream = file.toString().endsWith(".gz") ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain;
        }
        return stream;
    }

    /** Where the file lies until {@link #commit}. */
    public Path partial() {
        return partial;
    }

    /** Moves the complete file to its place. */
    public void commit() throws IOException {
        closeStream();
        if (Files.exists(place)) {
            if (!replaces) {
                throw new IOException(file + ": appeared while this ran, and is not replaced");
            }
            if (Files.getFileStore(place).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(partial, Files.getPosixFilePermissions(place));
            }
        }
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try {
            closeStream();
        } finally {
            // Still there only after a failure: it must not keep a full disk full.
            Files.deleteIfExists(partial);
        }
    }

    private static void deleteWhatWasLeft(Path folder) throws IOException {
        if (!Files.isReadable(folder)) {
            return; // for example, the folder does not exist yet
        }
        Instant old = Instant.now().minus(LEFT);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PARTIAL + "*.partial")) {
            for (Path each : left) {
                File file = each.toFile();
                if (file.lastModified() < old.toEpochMilli() && !file.delete()) {
                    return; // belongs to another user, or is gone
                }
            }
        }
    }

    /** Adds the file's name to a stream's error when the disk is full. */
    private final class Named extends FilterOutputStream {
        Named(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw named(file, e);
            }
        }
    }

    /** The write error with the file's name, which the JDK leaves out when the disk is full. */
    public static IOException named(Path file, IOException e) {
        if (e instanceof FileSystemException) {
            return e;
        }
        FileSystemException named =
                new FileSystemException(file.toString(), null, "cannot be written: " + e.getMessage());
        named.initCause(e);
        return named;
    }

    private void closeStream() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }
}
