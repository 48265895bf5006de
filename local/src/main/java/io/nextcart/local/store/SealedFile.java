package io.nextcart.local.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Arrays;
import org.h2.store.fs.FileBaseDefault;
import org.jspecify.annotations.Nullable;

/**
 * A file of an MVStore that opens after a power cut in its newest whole state, whichever of the writes that were not
 * forced reached the disk:
 *
 * <ul>
 *   <li>Each chunk has a {@link ChunkSeal}. To MVStore, the footer of one that is not whole looks empty.
 *   <li>Unless the file was closed, MVStore reads a header that names the newest whole chunk of the file
 *       ({@link NewestChunk}): the one on the disk may name an old one from which it would not find the newest.
 *   <li>A chunk is written only when the one before it is forced, so that it is unknown of one at most whether the disk
 *       has it; a header only when the file's length is forced. So a header whose chunk is missing from within the file
 *       tells of a power cut, any other that names a missing state of a file that was cut off ({@link FileHeader}).
 *   <li>A new file's header is forced at once; a file that got no further is begun anew.
 * </ul>
 */
final class SealedFile extends FileBaseDefault {
    private final FileChannel file;
    private long forcedBytes;
    private boolean isChunkUnforced;
    /** Up to which version chunks need no check: the one with which the file was closed. */
    private long trusted = -1;

    SealedFile(FileChannel file) throws IOException {
        this.file = file;
        this.forcedBytes = file.size();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // at a position: readers need not wait for each other
    public int read(ByteBuffer into, long at) throws IOException {
        ByteBuffer read = into.duplicate();
        boolean header = at == 0 && into.remaining() == FileHeader.BYTES;
        boolean footer = into.remaining() == ChunkSeal.FOOTER_BYTES
                && (at + ChunkSeal.FOOTER_BYTES) % ChunkSeal.BLOCK_BYTES == 0;
        int count = file.read(into, at);
        read.limit(into.position());
        if (header && count == FileHeader.BYTES) {
            trusted = NewestChunk.nameIn(read, file);
        } else if (footer && count == ChunkSeal.FOOTER_BYTES && ChunkSeal.isBroken(file, read, at, trusted)) {
            byte[] blank = new byte[count];
            Arrays.fill(blank, (byte) ' ');
            read.put(blank);
        }
        return count;
    }

    /** Writes all of a header, at 0, or of a chunk. */
    @Override
    public synchronized int write(ByteBuffer from, long at) throws IOException {
        int length = from.remaining();
        boolean creates = file.size() == 0;
        if (at > 0 ? isChunkUnforced : file.size() > forcedBytes) {
            force(true);
        }
        if (at > 0) {
            ChunkSeal.put(from);
            isChunkUnforced = true;
        }
        for (long to = at; from.hasRemaining(); ) {
            to += file.write(from, to);
        }
        if (creates) {
            force(true);
        }
        return length;
    }

    @Override
    public synchronized void force(boolean metadata) throws IOException {
        long size = file.size();
        file.force(metadata);
        forcedBytes = size;
        isChunkUnforced = false;
    }

    @Override
    protected synchronized void implTruncate(long size) throws IOException {
        file.truncate(size);
        forcedBytes = Math.min(forcedBytes, size);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    /** Locks the file; then begins it anew if it holds nothing yet. */
    @Override
    public synchronized @Nullable FileLock tryLock(long at, long size, boolean shared) throws IOException {
        FileLock lock = file.tryLock(at, size, shared);
        if (lock != null && !shared && FileHeader.isUnborn(file)) {
            implTruncate(0);
        }
        return lock;
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
