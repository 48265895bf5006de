package io.nextcart.engine.format;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Writes a table file; {@link TableFile} documents the format. The file appears under its name only when
 * {@link #close()} has written and synced all of it after a {@link #commit()}; without one, nothing appears.
 */
public final class TableWriter implements Closeable {
    /** The format of a file with {@link #bytes(String, byte[])}; other files have the first, which every release reads. */
    public static final int WITH_BYTES = 2;

    private static final int CHUNK_BYTES = 1 << 16;

    private final Path file;
    private final Path partial;
    private final FileChannel channel;
    private final OutputStream out;
    private final CRC32C crc = new CRC32C();
    private final Set<String> names = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long position;
    private boolean committed;

    /**
     * Starts a file.
     *
     * @param kind what the file holds, 1–8 ASCII characters; readers check it
     */
    public TableWriter(Path file, String kind) throws IOException {
        this(file, kind, TableFile.FORMATS.oldest());
    }

    /**
     * Starts a file of a format.
     *
     * @param format the oldest that has all of the file's types
     */
    @SuppressWarnings("this-escape")
    public TableWriter(Path file, String kind, int format) throws IOException {
        this.file = requireNonNull(file, "file is null");
        this.partial = file.resolveSibling(file.getFileName() + ".partial");
        this.channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK_BYTES);
        buffer.putLong(TableFile.MAGIC);
        buffer.putInt(format);
        buffer.putInt(0);
        byte[] kindBytes = kind.getBytes(StandardCharsets.US_ASCII);
        if (kindBytes.length < 1 || kindBytes.length > 8) {
            throw new IllegalArgumentException("kind is '" + kind + "', expected 1 to 8 ASCII characters");
        }
        buffer.put(kindBytes);
        buffer.put(new byte[8 - kindBytes.length]);
        flush();
    }

    /** Checks that a column is as long as the others. */
    public static void checkLength(String name, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException("column " + name + " has " + length + " values, expected " + expected);
        }
    }

    /** Adds a section of 32-bit integers. */
    public void ints(String name, int[] values) throws IOException {
        section(name, TableFile.INT, values.length, 4L * values.length);
        for (int value : values) {
            room(4);
            buffer.putInt(value);
        }
        pad();
    }

    /** Adds a section of 32-bit floats. */
    public void floats(String name, float[] values) throws IOException {
        section(name, TableFile.FLOAT, values.length, 4L * values.length);
        for (float value : values) {
            room(4);
            buffer.putFloat(value);
        }
        pad();
    }

    /** Adds a section of UTF-8 strings: count + 1 offsets, then the bytes. */
    public void strings(String name, String[] values) throws IOException {
        byte[][] bytes = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = values[i].getBytes(StandardCharsets.UTF_8);
        }
        bytes(name, bytes);
    }

    /** Adds a section of values that lie there as strings do, and need not be text. */
    public void bytes(String name, byte[][] values) throws IOException {
        int total = 0;
        for (byte[] value : values) {
            total = Math.addExact(total, value.length);
        }
        section(name, TableFile.STRING, values.length, 4L * (values.length + 1) + total);
        int offset = 0;
        for (int i = 0; i <= values.length; i++) {
            room(4);
            buffer.putInt(offset);
            offset += i < values.length ? values[i].length : 0;
        }
        for (byte[] value : values) {
            for (byte b : value) {
                room(1);
                buffer.put(b);
            }
        }
        pad();
    }

    /** Adds a section of signed bytes. */
    public void bytes(String name, byte[] values) throws IOException {
        section(name, TableFile.BYTE, values.length, values.length);
        for (byte value : values) {
            room(1);
            buffer.put(value);
        }
        pad();
    }

    /** Declares the file complete: {@link #close()} will move it to its place. */
    public void commit() {
        committed = true;
    }

    @Override
    public void close() throws IOException {
        try {
            if (committed) {
                section("", TableFile.END, 0, 0);
                flush();
                room(8);
                buffer.putInt((int) crc.getValue());
                buffer.putInt(TableFile.FOOTER);
                flush();
                out.flush();
                channel.force(true);
            }
        } finally {
            channel.close();
        }
        if (committed) {
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(partial);
        }
    }

    private void section(String name, int type, int count, long sizeBytes) throws IOException {
        if (!names.add(name)) {
            throw new IllegalArgumentException(file + ": section '" + name + "' is written twice");
        }
        byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
        room(2 + nameBytes.length + 16);
        buffer.putInt(type);
        buffer.putInt(count);
        buffer.putLong(sizeBytes);
        buffer.putShort((short) nameBytes.length);
        buffer.put(nameBytes);
        pad();
    }

    private void pad() throws IOException {
        room(8);
        while ((position + buffer.position()) % 8 != 0) {
            buffer.put((byte) 0);
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        crc.update(buffer.array(), 0, buffer.position());
        out.write(buffer.array(), 0, buffer.position());
        position += buffer.position();
        buffer.clear();
    }
}
