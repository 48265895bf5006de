package io.nextcart.local.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;

/**
 * What one of the two copies of the header of an MVStore's file says.
 *
 * @param fields by name; none when the copy is damaged
 */
record FileHeader(Map<String, String> fields) {
    private static final int COPIES = 2;
    static final int BYTES = COPIES * ChunkSeal.BLOCK_BYTES;
    private static final String CLOSED = "clean";
    private static final String BLOCK = "block";
    private static final String VERSION = "version";
    private static final String CHECKSUM = ",fletcher:";

    /** Reads a copy from its text. */
    static FileHeader of(String copy) {
        Map<String, String> fields = new TreeMap<>();
        int end = copy.indexOf(CHECKSUM);
        if (end > 0 && copy.startsWith(checked(copy.substring(0, end)))) {
            for (String field : copy.substring(0, end).split(",", -1)) {
                int colon = field.indexOf(':');
                fields.put(field.substring(0, Math.max(0, colon)), field.substring(colon + 1));
            }
        }
        return new FileHeader(fields);
    }

    /** Reads the newer copy of a file; without fields when there is none, or it is for the store to report why not. */
    static FileHeader read(Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return newer(of(copy(file, 0)), of(copy(file, 1)));
        } catch (IOException e) {
            return of("");
        }
    }

    static FileHeader newer(FileHeader first, FileHeader second) {
        return first.version() < second.version() ? second : first;
    }

    private static String copy(FileChannel file, int copy) throws IOException {
        return ChunkSeal.text(file, (long) copy * ChunkSeal.BLOCK_BYTES, ChunkSeal.BLOCK_BYTES);
    }

    /** The last version that was written when the header was; 0 if there is none. */
    long version() {
        return number(VERSION);
    }

    /** Where the chunk of that version begins. */
    long block() {
        return number(BLOCK);
    }

    private long number(String field) {
        return Long.parseUnsignedLong(fields.getOrDefault(field, "0"), 16);
    }

    /** Whether it says anything of closing; MVStore removes that with its first write. */
    boolean namesClosing() {
        return fields.containsKey(CLOSED);
    }

    /** The same, of a file that was not closed but says something of it. */
    FileHeader reopened() {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put(CLOSED, "0");
        return new FileHeader(changed);
    }

    /** The same, of a file that was not closed, with another chunk. */
    FileHeader naming(NewestChunk.Header chunk) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.remove(CLOSED);
        changed.put(BLOCK, Long.toHexString(chunk.start() / ChunkSeal.BLOCK_BYTES));
        changed.put("chunk", chunk.id());
        changed.put(VERSION, Long.toHexString(chunk.version()));
        return new FileHeader(changed);
    }

    /** A copy of it, as MVStore writes it. */
    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : ",").append(name).append(':').append(value));
        return Arrays.copyOf(checked(text.toString()).getBytes(ISO_8859_1), ChunkSeal.BLOCK_BYTES);
    }

    /** The fields with their checksum behind. */
    private static String checked(String fields) {
        byte[] bytes = fields.getBytes(ISO_8859_1);
        return fields + CHECKSUM + Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length)) + "\n";
    }

    /**
     * Whether a power cut explains that the file holds an older version than this: then it was not closed, and the chunk
     * of this version is not whole, though its place is within the file.
     */
    boolean lostItsChunk(Path path) {
        if ("1".equals(fields.get(CLOSED))) {
            return false;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long start = block() * ChunkSeal.BLOCK_BYTES;
            NewestChunk.Header chunk = NewestChunk.Header.read(file, start);
            if (chunk == null || chunk.version() != version()) {
                return start < file.size();
            }
            return chunk.end() <= file.size() && !chunk.isWhole(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** {@link #isUnborn(FileChannel)}. */
    static boolean isUnborn(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return isUnborn(file);
        }
    }

    /** Whether the power failed while the file was created: it holds at most a header, and that names no chunk. */
    static boolean isUnborn(FileChannel file) throws IOException {
        if (file.size() > BYTES) {
            return false;
        }
        for (int copy = 0; copy < COPIES; copy++) {
            String text = copy(file, copy).replace("\0", "");
            if (!text.isEmpty() && (!text.startsWith("H:2,") || text.contains(",chunk:"))) {
                return false;
            }
        }
        return true;
    }
}
