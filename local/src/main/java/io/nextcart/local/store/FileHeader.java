package io.nextcart.local.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header of an MVStore's file says, which stands there twice.
 *
 * @param version the last one written when the header was; 0 if there is none
 * @param block where the chunk of that version begins
 * @param closed whether the file was closed with it
 */
record FileHeader(long version, long block, boolean closed) {
    private static final int COPIES = 2;
    static final int BYTES = COPIES * ChunkSeal.BLOCK_BYTES;
    private static final Pattern HEADER =
            Pattern.compile("^H:2,block:([0-9a-f]{1,12}),.*,version:([0-9a-f]{1,16}),fletcher:");
    private static final FileHeader NONE = new FileHeader(0, 0, false);

    /** Reads the newer copy. */
    static FileHeader read(Path path) {
        FileHeader newest = NONE;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            for (int copy = 0; copy < COPIES; copy++) {
                Matcher found = HEADER.matcher(copy(file, copy));
                if (found.find() && number(found.group(2)) > newest.version) {
                    newest = new FileHeader(
                            number(found.group(2)),
                            number(found.group(1)),
                            found.group().contains(",clean:1,"));
                }
            }
        } catch (IOException e) {
            return newest; // not there yet, or for the store to report
        }
        return newest;
    }

    private static String copy(FileChannel file, int copy) throws IOException {
        return ChunkSeal.text(file, (long) copy * ChunkSeal.BLOCK_BYTES, ChunkSeal.BLOCK_BYTES);
    }

    /**
     * Whether a power cut explains that the file holds an older version than this: then it was not closed, and the chunk
     * of this version is not whole, though its place is within the file.
     */
    boolean lostItsChunk(Path path) {
        if (closed) {
            return false;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long start = block * ChunkSeal.BLOCK_BYTES;
            NewestChunk.Header chunk = NewestChunk.Header.read(file, start);
            if (chunk == null || chunk.version() != version) {
                return start < file.size();
            }
            return chunk.end() <= file.size() && !chunk.isWhole(file);
        } catch (IOException e) {
            return false;
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

    private static long number(String hex) {
        return Long.parseUnsignedLong(hex, 16);
    }
}
