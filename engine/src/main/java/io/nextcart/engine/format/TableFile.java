package io.nextcart.engine.format;

import io.nextcart.store.document.BundleException;
import io.nextcart.store.document.FormatRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A table file, mapped into memory and read in place.
 *
 * <p>Format, little-endian: magic (8 bytes), format version (4), zero (4), kind (8 ASCII bytes, zero padded); then
 * sections; then a CRC32C of every byte before it (4) and a footer mark (4). A section is: type (4), element count (4),
 * size of its data in bytes (8), name length (2), name (ASCII), zero padding to 8; the data; zero padding to 8. The
 * last section has the type {@link #END}. Files are smaller than 2 GiB. Format 2 adds sections of bytes; a file without
 * any has format 1, which earlier releases read, too.
 *
 * <p>Thread-safe: the buffers returned are read with absolute positions.
 */
public final class TableFile {
    static final long MAGIC = 0x314C42545458454EL; // "NEXTTBL1"
    static final FormatRange FORMATS = new FormatRange(1, TableWriter.WITH_BYTES);
    static final int FOOTER = 0x444E454E;
    static final int END = 0;
    static final int INT = 1;
    static final int FLOAT = 2;
    static final int STRING = 3;
    static final int BYTE = 4;
    private static final int HEADER_BYTES = 24;
    private static final int FOOTER_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 16;

    private record Section(int type, int count, int offset, int sizeBytes) {}

    private final Path file;
    private final ByteBuffer map;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private TableFile(Path file, ByteBuffer map) {
        this.file = file;
        this.map = map;
    }

    /**
     * Maps a file and checks its magic, version, kind and section bounds. This takes the same time for a file of any size, since
     * none of the values are read: whether they are those that were written, {@link #isIntact} says.
     *
     * @throws FormatRange.TooOldException when this release no longer reads the file's format
     * @throws FormatRange.TooNewException when this release does not know the file's format yet
     * @throws BundleException for any other fault, with the file's name
     */
    public static TableFile open(Path file, String kind) throws BundleException {
        return open(file, kind, FORMATS);
    }

    static TableFile open(Path file, String kind, FormatRange formats) throws BundleException {
        MappedByteBuffer map;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < HEADER_BYTES + FOOTER_BYTES || size > Integer.MAX_VALUE) {
                throw new BundleException(file + ": " + size + " bytes, which is not the size of a table file");
            }
            map = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        } catch (BundleException e) {
            throw e;
        } catch (IOException e) {
            throw new BundleException(file + ": cannot be read: " + e, e);
        }
        map.order(ByteOrder.LITTLE_ENDIAN);
        TableFile table = new TableFile(file, map);
        table.verify(kind, formats);
        return table;
    }

    /**
     * Reads all of a file, once, and says whether its bytes are those that were written: by the CRC-32C at its end, and by a CRC-32
     * (IEEE) of the whole file. The latter is needed, too: a checksum over bytes that end with their own checksum is the same for
     * every intact file.
     *
     * @param crc32 lower-case hexadecimal
     */
    public static boolean isIntact(Path file, String crc32) throws IOException {
        CRC32 whole = new CRC32();
        CRC32C own = new CRC32C();
        ByteBuffer chunk =
                ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN); // an array costs a copy
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long left = channel.size() - FOOTER_BYTES;
            while (channel.read(chunk.clear()) >= 0) {
                whole.update(chunk.flip());
                int before = (int) Math.max(0, Math.min(left, chunk.limit()));
                own.update(chunk.position(0).limit(before));
                left -= before;
            }
            channel.read(chunk.clear().limit(4), Math.max(0, channel.size() - FOOTER_BYTES));
        }
        return HexFormat.of().toHexDigits((int) whole.getValue()).equals(crc32)
                && chunk.getInt(0) == (int) own.getValue();
    }

    /** Whether the file has a section; later releases may add sections. */
    public boolean has(String name) {
        return sections.containsKey(name);
    }

    /** The integers of a section. */
    public IntBuffer ints(String name) throws BundleException {
        return data(name, INT).asIntBuffer();
    }

    /** The integers of a section that must hold {@code count} of them. */
    public IntBuffer ints(String name, int count) throws BundleException {
        checkCount(name, ints(name).limit(), count);
        return ints(name);
    }

    /** The floats of a section. */
    public FloatBuffer floats(String name) throws BundleException {
        return data(name, FLOAT).asFloatBuffer();
    }

    /** The floats of a section that must hold {@code count} of them. */
    public FloatBuffer floats(String name, int count) throws BundleException {
        checkCount(name, floats(name).limit(), count);
        return floats(name);
    }

    /** The signed bytes of a section that must hold {@code count} of them. */
    public ByteBuffer bytes(String name, int count) throws BundleException {
        ByteBuffer bytes = data(name, BYTE);
        checkCount(name, bytes.limit(), count);
        return bytes;
    }

    /** The strings of a section, read in place. */
    public StringColumn strings(String name) throws BundleException {
        return new StringColumn(data(name, STRING), section(name, STRING).count);
    }

    private void verify(String kind, FormatRange formats) throws BundleException {
        if (map.getLong(0) != MAGIC) {
            throw new BundleException(file + ": not a table file (its first bytes differ)");
        }
        formats.require(map.getInt(8), file + ": table");
        int crcAt = map.limit() - FOOTER_BYTES;
        if (map.getInt(crcAt + 4) != FOOTER) {
            throw new BundleException(file + ": damaged: its end is missing");
        }
        byte[] kindBytes = new byte[8];
        map.get(16, kindBytes);
        String actual = new String(kindBytes, StandardCharsets.US_ASCII).replace("\0", "");
        if (!actual.equals(kind)) {
            throw new BundleException(file + ": holds '" + actual + "', expected '" + kind + "'");
        }
        readSections(crcAt);
    }

    private void readSections(int end) throws BundleException {
        long at = HEADER_BYTES;
        while (true) {
            if (at + 18 > end) {
                throw new BundleException(file + ": damaged: section at byte " + at + " leaves the file");
            }
            int type = map.getInt((int) at);
            int count = map.getInt((int) at + 4);
            long size = map.getLong((int) at + 8);
            short nameLength = map.getShort((int) at + 16);
            if (type == END) {
                return;
            }
            long data = align(at + 18 + nameLength);
            if (nameLength < 0 || count < 0 || size < 0 || size > end - data) {
                throw new BundleException(file + ": damaged: section at byte " + at + " leaves the file");
            }
            byte[] name = new byte[nameLength];
            map.get((int) at + 18, name);
            sections.put(new String(name, StandardCharsets.US_ASCII), new Section(type, count, (int) data, (int) size));
            at = align(data + size);
        }
    }

    private Section section(String name, int type) throws BundleException {
        Section section = sections.get(name);
        if (section == null || section.type != type) {
            throw new BundleException(file + ": has no section '" + name + "' of type " + type);
        }
        return section;
    }

    private void checkCount(String name, int count, int expected) throws BundleException {
        if (count != expected) {
            throw new BundleException(file + ": section '" + name + "' has " + count + " values, expected " + expected);
        }
    }

    private ByteBuffer data(String name, int type) throws BundleException {
        Section section = section(name, type);
        return map.slice(section.offset, section.sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long align(long offset) {
        return (offset + 7) & ~7L;
    }
}
