package io.nextcart.engine.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc.update(chunk, 0, read);
            }
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
