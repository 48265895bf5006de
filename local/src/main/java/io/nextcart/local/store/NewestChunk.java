package io.nextcart.local.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the newest whole chunk of an MVStore's file that was not closed, by reading all of it. */
final class NewestChunk {
    private NewestChunk() {}

    /**
     * The beginning of a chunk.
     *
     * @param start in the file, bytes
     * @param id hexadecimal
     * @param blocks its length
     */
    record Header(long start, String id, long blocks, long version) {
        private static final int LONGEST_BYTES = 1024;
        private static final Pattern TEXT =
                Pattern.compile("^chunk:([0-9a-f]{1,8}),len:([0-9a-f]{1,7}),[^\n]*,version:([0-9a-f]{1,16})[,\\s]");

        /** Reads it; null when there is none. */
        static @Nullable Header read(FileChannel file, long start) throws IOException {
            Matcher found = TEXT.matcher(ChunkSeal.text(file, start, LONGEST_BYTES));
            return found.find()
                    ? new Header(
                            start,
                            found.group(1),
                            Long.parseLong(found.group(2), 16),
                            Long.parseUnsignedLong(found.group(3), 16))
                    : null;
        }

        boolean isAt(long block) {
            return start == block * ChunkSeal.BLOCK_BYTES;
        }

        long end() {
            return start + blocks * ChunkSeal.BLOCK_BYTES;
        }

        boolean isWhole(FileChannel file) throws IOException {
            return ChunkSeal.isWhole(file, start, blocks);
        }
    }

    /**
     * Makes both copies of a file's header name its newest whole chunk. They then say, too, that the file was not closed:
     * of a file that was, MVStore would check old chunks that it needs no longer, and take the damage of one for that of
     * the newest.
     *
     * @param copies as read, from the buffer's position; changed
     * @return the version with which the file was closed, so that its chunks are whole; -1 if it was not
     */
    static long nameIn(ByteBuffer copies, FileChannel file) throws IOException {
        FileHeader first = copy(copies, 0);
        FileHeader second = copy(copies, 1);
        FileHeader header = FileHeader.newer(first, second);
        if (first.equals(second) && first.namesClosing()) {
            write(copies, header.reopened());
            return header.version();
        }
        Header newest = find(file, header.block());
        if (newest != null && !header.fields().isEmpty()) {
            write(copies, header.naming(newest));
        }
        return -1;
    }

    private static FileHeader copy(ByteBuffer copies, int copy) {
        ByteBuffer bytes = copies.slice(copies.position() + copy * ChunkSeal.BLOCK_BYTES, ChunkSeal.BLOCK_BYTES);
        return FileHeader.of(ISO_8859_1.decode(bytes).toString());
    }

    private static void write(ByteBuffer copies, FileHeader header) {
        byte[] copy = header.toBytes();
        copies.put(copy).put(copy);
    }

    /** @param named the block that the header names: of two chunks of one version, that is the one that counts */
    private static @Nullable Header find(FileChannel file, long named) throws IOException {
        Header newest = null;
        long size = file.size();
        for (long at = FileHeader.BYTES; at < size; ) {
            Header found = Header.read(file, at);
            if (found == null || found.blocks == 0 || !found.isWhole(file)) {
                at += ChunkSeal.BLOCK_BYTES;
                continue;
            }
            if (newest == null || found.version > newest.version - (found.isAt(named) ? 1 : 0)) {
                newest = found;
            }
            at = found.end();
        }
        return newest;
    }
}
