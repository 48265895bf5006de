package io.nextcart.local.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.DataUtils;
import org.jspecify.annotations.Nullable;

/** Finds the newest whole chunk of an MVStore's file that was not closed, by reading all of it. */
final class NewestChunk {
    private static final String CLOSED = "clean";
    private static final String BLOCK = "block";
    private static final String VERSION = "version";
    private static final String CHECKSUM = ",fletcher:";

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
        Map<String, String> first = fields(copies, 0);
        Map<String, String> second = fields(copies, 1);
        Map<String, String> fields = version(first) < version(second) ? second : first;
        if (first.equals(second) && first.containsKey(CLOSED)) {
            fields.put(CLOSED, "0"); // still there, so that MVStore removes it with its first write
            write(copies, fields);
            return version(fields);
        }
        Header newest = find(file, Long.parseLong(fields.getOrDefault(BLOCK, "0"), 16));
        if (newest != null && !fields.isEmpty()) {
            fields.remove(CLOSED);
            fields.put(BLOCK, Long.toHexString(newest.start / ChunkSeal.BLOCK_BYTES));
            fields.put("chunk", newest.id);
            fields.put(VERSION, Long.toHexString(newest.version));
            write(copies, fields);
        }
        return -1;
    }

    private static long version(Map<String, String> fields) {
        return Long.parseLong(fields.getOrDefault(VERSION, "0"), 16);
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

    /** The fields of a copy of the header; none when it is damaged. */
    private static Map<String, String> fields(ByteBuffer copies, int copy) {
        ByteBuffer bytes = copies.slice(copies.position() + copy * ChunkSeal.BLOCK_BYTES, ChunkSeal.BLOCK_BYTES);
        String text = ISO_8859_1.decode(bytes).toString();
        Map<String, String> fields = new TreeMap<>();
        int end = text.indexOf(CHECKSUM);
        if (end > 0 && text.startsWith(checked(text.substring(0, end)))) {
            for (String field : text.substring(0, end).split(",", -1)) {
                int colon = field.indexOf(':');
                fields.put(field.substring(0, Math.max(0, colon)), field.substring(colon + 1));
            }
        }
        return fields;
    }

    private static void write(ByteBuffer copies, Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : ",").append(name).append(':').append(value));
        byte[] copy = Arrays.copyOf(checked(text.toString()).getBytes(ISO_8859_1), ChunkSeal.BLOCK_BYTES);
        copies.put(copy).put(copy);
    }

    /** The fields with their checksum behind, as MVStore writes them. */
    private static String checked(String fields) {
        byte[] bytes = fields.getBytes(ISO_8859_1);
        return fields + CHECKSUM + Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length)) + "\n";
    }
}
