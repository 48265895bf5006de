package io.nextcart.store.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * CRC-32 (IEEE) of a file in lower-case hexadecimal. Not the CRC-32C with which a table ends: that one is the same for every
 * whole table, because a checksum over bytes that end with their own checksum always is.
 */
final class Crc32 {
    private static final int CHUNK_BYTES = 1 << 16;

    private Crc32() {}

    static String hex(Path file) throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES); // an array would cost one copy more
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(chunk) >= 0) {
                crc.update(chunk.flip());
                chunk.clear();
            }
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
