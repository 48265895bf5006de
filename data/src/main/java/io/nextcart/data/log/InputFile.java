package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A text file, plain or gzip by its first bytes, that tells how far it was read and why it cannot be. */
public final class InputFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final long REPORT_EVERY_BYTES = 1 << 18;

    private final Path file;
    private final long sizeBytes;
    private final Counting raw;
    private final InputStream text;
    private final Progress progress;
    private long reported;

    private InputFile(Path file, long sizeBytes, Counting raw, InputStream text, Progress progress) {
        this.file = file;
        this.sizeBytes = sizeBytes;
        this.raw = raw;
        this.text = text;
        this.progress = progress;
    }

    /**
     * Opens a file.
     *
     * @throws BadInputException when it is missing, a directory, empty or unreadable
     */
    public static InputFile open(Path file, Progress progress) {
        requireNonNull(progress, "progress is null");
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + ": is a directory, expected a file");
        }
        if (!Files.exists(file)) {
            throw new BadInputException(file + ": no such file");
        }
        try {
            long size = Files.size(file);
            if (size == 0) {
                throw new BadInputException(file + ": is empty, expected a header and rows");
            }
            Counting raw = new Counting(Files.newInputStream(file));
            BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
            buffered.mark(2);
            int magic = buffered.read() | (buffered.read() << 8);
            buffered.reset();
            InputStream text = magic == GZIP_MAGIC ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
            return new InputFile(file, size, raw, text, progress);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The file, for messages. */
    public Path path() {
        return file;
    }

    /** The text: bytes that are no UTF-8 become U+FFFD, which no id may hold. */
    public Reader reader() {
        return new InputStreamReader(text, StandardCharsets.UTF_8);
    }

    /** Tells the progress, now and then. */
    public void report() {
        if (raw.count - reported >= REPORT_EVERY_BYTES || raw.count == sizeBytes) {
            if (raw.count != reported) {
                reported = raw.count;
                progress.report("reading " + file.getFileName(), raw.count, sizeBytes, "bytes");
            }
        }
    }

    /**
     * Explains a failed read.
     *
     * @param line the last line that was whole
     */
    public BadInputException failed(long line, IOException e) {
        Throwable cause = e;
        while (cause.getCause() instanceof IOException deeper) {
            cause = deeper;
        }
        String place = file + ", after line " + line + ": ";
        if (cause instanceof EOFException) {
            return new BadInputException(place + "the gzip data ends too early, expected its end mark", e);
        }
        if (cause instanceof ZipException) {
            return new BadInputException(place + "the gzip data is damaged: " + cause.getMessage(), e);
        }
        if (cause instanceof CharacterCodingException) {
            return new BadInputException(place + "not UTF-8 text", e);
        }
        return new BadInputException(place + "cannot be read: " + cause.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = in.read(into, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
