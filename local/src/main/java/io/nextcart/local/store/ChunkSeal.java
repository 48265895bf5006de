package io.nextcart.local.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The seal of a chunk of an MVStore's file: a CRC32C of all its bytes before its footer. MVStore's own checksums cover
 * only header and footer, so that it would take a chunk whose middle never reached the disk for a whole one. The seal
 * stands in the spaces that fill the footer, behind what MVStore reads: other releases open the file as before, and a
 * chunk without a seal counts as whole.
 */
final class ChunkSeal {
    static final int BLOCK_BYTES = 4096;
    static final int FOOTER_BYTES = 128;
    private static final String NAME = ",crc:";
    private static final int HEX_DIGITS = 8;
    private static final Pattern FOOTER = Pattern.compile(
            "chunk:[0-9a-f]+,len:([0-9a-f]{1,7}),version:([0-9a-f]{1,16}),fletcher:[0-9a-f]+(?:,crc:([0-9a-f]{8}))?\\s*");
    private static final int VERSION = 2;
    private static final int SEAL = 3;
    private static final int CHUNK_BYTES = 1 << 16;

    private ChunkSeal() {}

    /** Seals a whole chunk, from the buffer's position to its limit. */
    static void put(ByteBuffer chunk) {
        int footer = chunk.limit() - FOOTER_BYTES;
        if (footer < chunk.position() || chunk.remaining() % BLOCK_BYTES != 0) {
            return; // not a chunk
        }
        int end = chunk.limit();
        while (end > footer && chunk.get(end - 1) <= ' ') {
            end--;
        }
        byte[] seal = (NAME + hex(crc(chunk.duplicate().limit(footer)))).getBytes(ISO_8859_1);
        if (end > footer && end + seal.length < chunk.limit()) {
            chunk.put(end, seal);
        }
    }

    /**
     * Whether a chunk differs from what its footer sealed; false without a sealed footer.
     *
     * @param at where the footer begins
     * @param trusted up to which version chunks need no check
     */
    static boolean isBroken(FileChannel file, ByteBuffer footer, long at, long trusted) throws IOException {
        Matcher found = FOOTER.matcher(ISO_8859_1.decode(footer.duplicate()));
        if (!found.matches()
                || found.group(SEAL) == null
                || Long.parseUnsignedLong(found.group(VERSION), 16) <= trusted) {
            return false;
        }
        long start = at + FOOTER_BYTES - blocks(found) * BLOCK_BYTES;
        return start < 0 || !hex(crc(file, start, at)).equals(found.group(SEAL));
    }

    /** Whether a file has a whole chunk, of some number of blocks. */
    static boolean isWhole(FileChannel file, long start, long blocks) throws IOException {
        long at = start + blocks * BLOCK_BYTES - FOOTER_BYTES;
        ByteBuffer footer = read(file, at, FOOTER_BYTES);
        if (footer == null) {
            return false;
        }
        Matcher found = FOOTER.matcher(ISO_8859_1.decode(footer.duplicate()));
        return found.matches() && blocks(found) == blocks && !isBroken(file, footer, at, -1);
    }

    private static long blocks(Matcher footer) {
        return Long.parseLong(footer.group(1), 16);
    }

    /** Bytes of a file; null when it ends before. */
    static @Nullable ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes.flip();
    }

    /** The text of some bytes of a file, or of as many as there are. */
    static String text(FileChannel file, long at, int length) throws IOException {
        long left = Math.max(0, file.size() - at);
        ByteBuffer bytes = read(file, at, (int) Math.min(length, left));
        return bytes == null ? "" : ISO_8859_1.decode(bytes).toString();
    }

    private static CRC32C crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc;
    }

    private static CRC32C crc(FileChannel file, long from, long to) throws IOException {
        CRC32C crc = new CRC32C();
        for (long at = from; at < to; at += CHUNK_BYTES) {
            ByteBuffer bytes = read(file, at, (int) Math.min(CHUNK_BYTES, to - at));
            if (bytes != null) {
                crc.update(bytes);
            }
        }
        return crc;
    }

    private static String hex(CRC32C crc) {
        return HexFormat.of().toHexDigits(crc.getValue(), HEX_DIGITS);
    }
}
