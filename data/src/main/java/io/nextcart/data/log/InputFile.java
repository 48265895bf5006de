package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Ids;
import io.nextcart.data.Progress;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A text file in UTF-8, plain or gzip by its first bytes. Reports progress, and explains why a file cannot be read.
 * Skips a byte order mark.
 */
public final class InputFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int LONGEST_START = 264;
    private static final String UTF_16 = "UTF-16";

    /** In text, fewer than one character in this many is a control character; in random bytes, one in four. */
    private static final int MOST_CONTROLS = 12;

    /** First bytes of other kinds of files, in ISO 8859-1. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("PK\u0003\u0004", "a zip archive (or a workbook of Excel)"),
            Map.entry("PK\u0005\u0006", "an empty zip archive"),
            Map.entry("\u001f\u008b", "gzip within gzip"),
            Map.entry("BZh", "compressed by bzip2"),
            Map.entry("\u00fd7zXZ", "compressed by xz"),
            Map.entry("(\u00b5/\u00fd", "compressed by zstd"),
            Map.entry("7z\u00bc\u00af", "a 7z archive"),
            Map.entry("PAR1", "a Parquet file"),
            Map.entry("ORC", "an ORC file"),
            Map.entry("Obj\u0001", "an Avro file"),
            Map.entry("SQLite format 3", "a database of SQLite"),
            Map.entry("\u00d0\u00cf\u0011\u00e0", "a workbook of old Excel"),
            Map.entry("%PDF-", "a PDF"),
            Map.entry("\u00ff\u00fe", UTF_16),
            Map.entry("\u00fe\u00ff", UTF_16));

    private static final long REPORT_EVERY_BYTES = 1 << 18;
    private static final int REPORT_EVERY_LINES = 4096;

    private final String place;
    private final long sizeBytes;
    private final CountedStream raw;
    private final InputStream text;
    private final boolean marked;
    private final Progress progress;
    private long reported;

    private InputFile(String place, long sizeBytes, CountedStream raw, InputStream text, Progress progress)
            throws IOException {
        this.place = place;
        this.sizeBytes = sizeBytes;
        this.raw = raw;
        this.text = text;
        this.marked = skipMark(text);
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
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + ": is a pipe or a device, expected a file");
        }
        try {
            long size = Files.size(file);
            if (size == 0) {
                throw new BadInputException(file + ": is empty, expected rows of text");
            }
            CountedStream raw = new CountedStream(Files.newInputStream(file));
            try {
                return new InputFile(file.toString(), size, raw, text(raw), progress);
            } catch (IOException e) {
                raw.close();
                throw e;
            }
        } catch (IOException e) {
            throw explained(file.toString(), 0, e);
        }
    }

    /**
     * Opens an object whose bytes are in memory.
     *
     * @param place where it lies, for messages
     * @throws BadInputException when it is empty or its beginning is damaged
     */
    static InputFile of(byte[] object, String place, Progress progress) {
        if (object.length == 0) {
            throw new BadInputException(place + ": is empty, expected rows of text");
        }
        CountedStream raw = new CountedStream(new ByteArrayInputStream(object));
        try {
            return new InputFile(place, object.length, raw, text(raw), progress);
        } catch (IOException e) {
            throw explained(place, 0, e);
        }
    }

    private static InputStream text(InputStream raw) throws IOException {
        InputStream plain = new BufferedInputStream(raw, BUFFER_BYTES);
        plain.mark(2);
        int magic = plain.read() | (plain.read() << 8);
        plain.reset();
        InputStream text = magic == GZIPInputStream.GZIP_MAGIC
                ? new BufferedInputStream(new GzipMembers(new CountedStream(plain)), BUFFER_BYTES)
                : plain;
        requireText(text);
        return text;
    }

    /** Whether the text began with a byte order mark, which is read by then. */
    private static boolean skipMark(InputStream text) throws IOException {
        text.mark(BYTE_ORDER_MARK.length);
        boolean marked = Arrays.equals(text.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK);
        if (!marked) {
            text.reset();
        }
        return marked;
    }

    /**
     * Checks the start of what should be text.
     *
     * @throws WrongKindException when it is binary or another encoding
     */
    private static void requireText(InputStream text) throws IOException {
        text.mark(LONGEST_START);
        String start;
        try {
            start = new String(text.readNBytes(LONGEST_START), StandardCharsets.ISO_8859_1);
        } catch (EOFException e) {
            start = ""; // truncated: the reader finds that too, and reports the line
        }
        text.reset();
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (start.startsWith(kind.getKey())) {
                throw new WrongKindException(kind.getValue());
            }
        }
        if (start.startsWith("ustar", 257)) {
            throw new WrongKindException("a tar archive");
        }
        // In UTF-16 without a byte order mark, every other byte of Latin letters is zero.
        if (start.length() >= 4 && start.matches("(?s)(?:[^\u0000]\u0000){2}.*|(?:\u0000[^\u0000]){2}.*")) {
            throw new WrongKindException(UTF_16);
        }
        long controls = start.chars()
                .filter(Character::isISOControl)
                .filter(letter -> !Character.isWhitespace(letter))
                .count();
        if (controls * MOST_CONTROLS > start.length()) {
            throw new WrongKindException("binary data of an unknown kind");
        }
    }

    /** The file is not text, but of the kind in the message. */
    private static final class WrongKindException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongKindException(String kind) {
            super(kind);
        }
    }

    /** A message about a file; if the fault is text that is not UTF-8, with what to do. */
    public static String advised(String message) {
        return message.contains(Ids.NOT_UTF_8)
                ? message + "; if the file is in Windows-1252, as spreadsheets write CSV, convert it:"
                        + " iconv -f WINDOWS-1252 -t UTF-8 IN > OUT"
                : message;
    }

    /** Handles a line of text. */
    public interface Line {
        /**
         * @param text cut when it is too long
         * @param line its number, from 1
         * @param length in characters, before the cut
         */
        void accept(String text, long line, long length);
    }

    /**
     * Reads the lines that are not blank.
     *
     * @param longest a longer line, in characters, is cut
     * @param sink an exception from it ends the reading
     * @return how many lines were not blank
     */
    public long lines(int longest, Line sink) {
        long line = 0;
        long used = 0;
        try {
            BoundedLines lines = new BoundedLines(reader(), longest);
            for (String text = lines.next(); text != null; text = lines.next()) {
                line++;
                if (lines.length() > longest || !text.isBlank()) {
                    used++;
                    sink.accept(text, line, lines.length());
                }
                if (line % REPORT_EVERY_LINES == 0) {
                    report();
                }
            }
            report();
            return used;
        } catch (IOException e) {
            throw failed(line, e);
        }
    }

    /** The text; invalid UTF-8 becomes U+FFFD, which no id may hold. */
    Reader reader() {
        return reader(StandardCharsets.UTF_8);
    }

    /** The text in another encoding, unless a byte order mark says UTF-8; what is invalid becomes U+FFFD. */
    Reader reader(Charset encoding) {
        return new InputStreamReader(text, marked ? StandardCharsets.UTF_8 : encoding);
    }

    /** The start of the text, without consuming it; up to a fault, which the reader finds too. */
    String start() {
        text.mark(BUFFER_BYTES);
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        try {
            while (start.size() < BUFFER_BYTES / 2) {
                int next = text.read();
                if (next < 0) {
                    break;
                }
                start.write(next);
            }
        } catch (IOException e) {
            // Reading the rows reports it with their line.
        }
        try {
            text.reset();
        } catch (IOException e) {
            throw explained(place, 0, e);
        }
        return start.toString(StandardCharsets.UTF_8);
    }

    /** Reports progress, at intervals. */
    void report() {
        long now = raw.count();
        if (now - reported >= REPORT_EVERY_BYTES || (now == sizeBytes && now != reported)) {
            reported = now;
            progress.report("reading " + place.substring(place.lastIndexOf('/') + 1), now, sizeBytes, "bytes");
        }
    }

    /**
     * Explains a failed read.
     *
     * @param line the last complete line, 0 for none
     */
    BadInputException failed(long line, IOException e) {
        return explained(place, line, e);
    }

    private static BadInputException explained(String of, long line, IOException e) {
        Throwable cause = e;
        while (cause.getCause() instanceof IOException deeper) {
            cause = deeper;
        }
        String place = line == 0 ? of + ": " : of + ", after line " + line + ": ";
        if (cause instanceof WrongKindException) {
            boolean isText = UTF_16.equals(cause.getMessage());
            return new BadInputException(
                    place + "is " + cause.getMessage() + ", expected text in UTF-8, plain or compressed once by gzip"
                            + (isText ? "; convert it: iconv -f UTF-16 -t UTF-8 IN > OUT" : ""),
                    e);
        }
        if (cause instanceof EOFException) {
            return new BadInputException(place + "the gzip data ends too early, expected its end mark", e);
        }
        if (cause instanceof ZipException) {
            return new BadInputException(place + "the gzip data is damaged: " + cause.getMessage(), e);
        }
        if (cause instanceof AccessDeniedException) {
            return new BadInputException(place + "may not be read by this user", e);
        }
        return new BadInputException(place + "cannot be read: " + cause.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            text.close();
        } catch (IOException e) {
            throw new BadInputException(place + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
