package io.nextcart.local.audit;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Hashes of events by day, in one temporary file a day, 16 bytes an event: so that only one day must be held in memory.
 * Of each day, 4 KiB wait to be written.
 */
final class DayFiles {
    private static final int HASH_BYTES = 16;
    private static final int BUFFER_BYTES = 4096;

    private final Path folder;
    private final Map<Long, ByteBuffer> days = new TreeMap<>();

    /** @param folder existing, for files of no other use */
    DayFiles(Path folder) {
        this.folder = requireNonNull(folder, "folder is null");
    }

    void add(long day, UUID hash) throws IOException {
        ByteBuffer buffer = days.computeIfAbsent(day, first -> ByteBuffer.allocate(BUFFER_BYTES));
        buffer.putLong(hash.getMostSignificantBits()).putLong(hash.getLeastSignificantBits());
        if (!buffer.hasRemaining()) {
            write(day, buffer);
        }
    }

    /** The days with a hash, ascending. */
    Set<Long> days() {
        return days.keySet();
    }

    /** Adds the hashes of a day to a set. */
    void read(long day, Set<UUID> into) throws IOException {
        ByteBuffer buffer = days.get(day);
        if (buffer == null) {
            return;
        }
        write(day, buffer);
        Path file = file(day);
        long hashes = Files.size(file) / HASH_BYTES;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (long i = 0; i < hashes; i++) {
                into.add(new UUID(in.readLong(), in.readLong()));
            }
        }
    }

    private void write(long day, ByteBuffer buffer) throws IOException {
        buffer.flip();
        try (FileChannel file = FileChannel.open(file(day), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        }
        buffer.clear();
    }

    private Path file(long day) {
        return folder.resolve(Long.toString(day));
    }
}
