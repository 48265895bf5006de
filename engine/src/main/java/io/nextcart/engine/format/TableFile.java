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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A table file, mapped into memory and read in place.
 *
 * <p>Format, little-endian: magic (8 bytes), format version (4), zero (4), kind (8 ASCII bytes, zero padded); then
 * sections; then a CRC32C of every byte before it (4) and a footer mark (4). A section is: type (4), element count (4),
 * size of its data in bytes (8), name length (2), name (ASCII), zero padding to 8; the data; zero padding to 8. The
 * last section has the type {@link #END}. Files are smaller than 2 GiB.
 *
 * <p>Thread-safe: the buffers returned are read with absolute positions.
 */
public final class TableFile {
    static final long MAGIC = 0x314C42545458454EL; // "NEXTTBL1"
    static final FormatRange FORMATS = new FormatRange(1, 1);
    static final int FOOTER = 0x444E454E;
    static final int END = 0;
    static final int INT = 1;
    static final int FLOAT = 2;
    static final int STRING = 3;
    private static final int HEADER_BYTES = 24;

    private record Section(int type, int count, int offset, int sizeBytes) {}

    private final Path file;
    private final ByteBuffer map;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private TableFile(Path file, ByteBuffer map) {
        this.file = file;
        this.map = map;
    }

    /**
     * Maps and verifies a file: magic, version, kind, section bounds and checksum.
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
            if (size < HEADER_BYTES + 8 || size > Integer.MAX_VALUE) {
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

    /** The strings of a section, read in place. */
    public StringColumn strings(String name) throws BundleException {
        return new StringColumn(data(name, STRING), section(name, STRING).count);
    }

    private void verify(String kind, FormatRange formats) throws BundleException {
        if (map.getLong(0) != MAGIC) {
            throw new BundleException(file + ": not a table file (its first bytes differ)");
        }
        formats.require(map.getInt(8), file + ": table");
        int crcAt = map.limit() - 8;
        CRC32C crc = new CRC32C();
        crc.update(map.duplicate().position(0).limit(crcAt));
        if (map.getInt(crcAt + 4) != FOOTER || map.getInt(crcAt) != (int) crc.getValue()) {
            throw new BundleException(file + ": damaged: its checksum does not match its bytes");
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
            if (nameLength < 0 || count < 0 || size < 0 || data + size > end) {
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
