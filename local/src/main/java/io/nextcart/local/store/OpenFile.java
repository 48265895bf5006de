package io.nextcart.local.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The file while it is open. Several maps change together, and only {@link #settle} writes, so that the file never holds one
 * without the others. Any failure of a write closes the file for good: what was not settled is gone, and every caller that
 * waits for it gets an error.
 */
final class OpenFile {
    private static final int PAGE_BYTES = 4096;
    private static final int CACHE_MB = 64;
    /** How long freed space rests before it is written again. Every write is synced, and reads hold their version. */
    private static final int RETENTION_MS = 500;
    /** Space in half-empty chunks is gathered once in so many writes. */
    private static final int WRITES_PER_COMPACTION = 64;

    private static final int FILL_PERCENT = 40;
    private static final int COMPACTION_BYTES = 1 << 20;

    /** What the keys and values of {@link Maps} look like. */
    private static final int FORMAT = 1;

    private final MVStore store;
    private final Maps maps;
    /** Held while the maps change, and while they are handed to the file. Inside {@link #settling}, never around it. */
    private final Object changing = new Object();
    /** Held by the one thread that writes the changes of all who wait. */
    private final Object settling = new Object();

    private long changes; // guarded by changing
    private volatile long settled; // written under settling

    private long writes; // guarded by settling

    /** Where the file says how far it was written: the last chunk's version, in hexadecimal, in either of two blocks. */
    private static final Pattern VERSION = Pattern.compile("^H:2,.*,version:([0-9a-f]{1,16}),fletcher:");

    private static final int HEADER_BYTES = 4096;
    private static final int HEADERS = 2;

    /**
     * Opens or creates the file. Throws {@link MVStoreException}, or {@link IllegalStateException} for another format, and for a file
     * that has lost its end: it would open as it was some time ago, without a word.
     */
    OpenFile(Path file) {
        long written = writtenVersion(file);
        store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MB)
                .pageSplitSize(PAGE_BYTES)
                .open();
        try {
            if (store.getCurrentVersion() < written) {
                throw new IllegalStateException("it is cut off: it was written up to version " + written
                        + " and holds version " + store.getCurrentVersion()
                        + "; put back a whole copy, or choose another folder");
            }
            checkFormat();
            store.setRetentionTime(RETENTION_MS);
            maps = Maps.of(store);
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    /** The version that the file was written up to, as far as its headers say; 0 where they say nothing. */
    private static long writtenVersion(Path file) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(HEADERS * HEADER_BYTES);
        } catch (IOException e) {
            return 0; // not there yet, or for the store to report
        }
        long version = 0;
        for (int at = 0; at < start.length; at += HEADER_BYTES) {
            int length = Math.min(HEADER_BYTES, start.length - at);
            Matcher header = VERSION.matcher(new String(start, at, length, StandardCharsets.ISO_8859_1));
            version = header.find() ? Math.max(version, Long.parseUnsignedLong(header.group(1), 16)) : version;
        }
        return version;
    }

    private void checkFormat() {
        if (store.getMapNames().isEmpty()) {
            store.setStoreVersion(FORMAT);
        } else if (store.getStoreVersion() != FORMAT) {
            throw new IllegalStateException(
                    "its format is " + store.getStoreVersion() + ", expected " + FORMAT + "; choose another folder");
        }
    }

    boolean isClosed() {
        return store.isClosed();
    }

    /** Changes maps, one caller at a time; returns when that, and all that it saw, is safe. */
    <T> T change(Function<Maps, T> change) {
        T result;
        long mine;
        synchronized (changing) {
            try {
                result = change.apply(maps);
            } catch (RuntimeException e) {
                store.closeImmediately(); // half a change must not be settled by another thread
                throw e;
            }
            changes += store.hasUnsavedChanges() ? 1 : 0;
            mine = changes; // also when nothing is new: what made it a duplicate may not be safe yet
        }
        settle(mine);
        return result;
    }

    /** Reads maps while others change them: a cursor walks the state at its start. */
    <T> T read(Function<Maps, T> read) {
        MVStore.TxCounter held = store.registerVersionUsage(); // the pages we walk are not written over meanwhile
        try {
            return read.apply(maps);
        } finally {
            store.deregisterVersionUsage(held);
        }
    }

    /** Reads maps that must fit together, while nobody changes them. For short reads. */
    <T> T readTogether(Function<Maps, T> read) {
        synchronized (changing) {
            return read.apply(maps);
        }
    }

    void close() {
        store.close();
    }

    /** Waits until a change is on the disk. The first caller writes for all who came before the write. */
    private void settle(long change) {
        if (settled >= change) {
            return;
        }
        synchronized (settling) {
            if (settled >= change) {
                return;
            }
            try {
                long written;
                synchronized (changing) {
                    written = changes;
                    store.commit();
                }
                store.sync();
                settled = written;
                writes++;
                if (writes % WRITES_PER_COMPACTION == 0) {
                    compact();
                }
            } catch (RuntimeException e) {
                store.closeImmediately();
                throw e;
            }
        }
    }

    private void compact() {
        synchronized (changing) {
            store.compact(FILL_PERCENT, COMPACTION_BYTES);
        }
    }
}
