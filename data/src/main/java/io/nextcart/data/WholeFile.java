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
 * A file that appears only when it is whole: it is written beside its place, through {@link #stream} or by the name {@link
 * #partial}, and moved there at the end. A link stays one: its target is written. A file that is replaced keeps who may read it,
 * and one that came after the start is not replaced.
 */
public final class WholeFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private static final String PARTIAL = ".nextcart-";
    /** What a killed run left is older than any file that is being written. */
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
        partial.toFile().deleteOnExit(); // when the process is stopped
    }

    /** Where to write; the data are gzip when the name ends in {@code .gz}. It may be closed before {@link #commit}. */
    public OutputStream stream() throws IOException {
        if (stream == null) {
            OutputStream plain = new BufferedOutputStream(new Named(Files.newOutputStream(partial)), BUFFER_BYTES);
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
        if (Files.exists(place)) {
            if (!replaces) {
                throw new IOException(file + ": came while this ran, and is not replaced");
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
            // Still there only if something failed: a full disk must not stay full of it.
            Files.deleteIfExists(partial);
        }
    }

    private static void deleteWhatWasLeft(Path folder) throws IOException {
        if (!Files.isReadable(folder)) {
            return; // such as a folder that is yet to be made
        }
        Instant old = Instant.now().minus(LEFT);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PARTIAL + "*.partial")) {
            for (Path each : left) {
                File file = each.toFile();
                if (file.lastModified() < old.toEpochMilli() && !file.delete()) {
                    return; // another user's, or gone by now
                }
            }
        }
    }

    /** A full disk is reported by the stream without the name of the file. */
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

    /** The fault of a write with the name of the file, which the JDK leaves out when the disk is full. */
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
