package io.nextcart.local.store;

import java.nio.file.Path;
import java.util.function.Function;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;

/**
 * The open file. Several maps change together, and only {@link #settle} writes, so that the file is always consistent.
 * Any failed write closes the file for good: unsettled changes are lost, and every caller that waits for one gets an
 * error.
 */
final class OpenFile {
    private static final int PAGE_BYTES = 4096;
    private static final int CACHE_MB = 64;
    /** How long freed space rests before reuse. Every write is synced, and reads hold their version. */
    private static final int RETENTION_MS = 500;
    /** Number of writes between compactions of half-empty chunks. */
    private static final int WRITES_PER_COMPACTION = 64;

    private static final int FILL_PERCENT = 40;
    private static final int COMPACTION_BYTES = 1 << 20;

    static final String DAMAGED = "it is damaged or cut off; restore a backup, or choose another folder";

    /** The version of the encoding of keys and values of {@link Maps}. */
    private static final int FORMAT = 1;

    static {
        FilePath.register(new SealedFiles());
    }

    private final MVStore store;
    private final Maps maps;
    /** Held while the maps change, and while they are handed to the file. Only ever taken inside {@link #settling}. */
    private final Object changing = new Object();
    /** Held by the one thread that writes the changes of all waiting callers. */
    private final Object settling = new Object();

    private long changes; // guarded by changing
    private volatile long settled; // written under settling

    private long writes; // guarded by settling

    /**
     * Opens the file. Throws {@link MVStoreException}, or {@link IllegalStateException} for another format and for a
     * file that was truncated, which would otherwise open silently in an older state.
     *
     * @param files the name of H2's file system for it, such as {@code cut:}; empty for the machine's
     * @param readOnly whether to change nothing; the file must exist
     */
    OpenFile(Path file, String files, boolean readOnly) {
        // Before the store locks the file: to close another channel of it would unlock it on some systems.
        FileHeader written = FileHeader.read(file);
        boolean lostItsChunk = written.lostItsChunk(file);
        MVStore.Builder builder = new MVStore.Builder()
                .fileName(SealedFiles.NAME + ":" + files + file)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MB)
                .pageSplitSize(PAGE_BYTES);
        store = readOnly ? builder.readOnly().open() : builder.open();
        try {
            if (store.getCurrentVersion() < written.version() && !lostItsChunk) {
                throw new IllegalStateException(DAMAGED);
            }
            checkFormat();
            store.setRetentionTime(RETENTION_MS);
            maps = Maps.of(store);
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
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

    /** Changes maps, one caller at a time; returns when the change, and all that it saw, is on the disk. */
    <T> T change(Function<Maps, T> change) {
        T result;
        long mine;
        synchronized (changing) {
            try {
                result = change.apply(maps);
            } catch (RuntimeException e) {
                store.closeImmediately(); // another thread must not settle half a change
                throw e;
            }
            changes += store.hasUnsavedChanges() ? 1 : 0;
            mine = changes; // even if nothing changed: the original of a duplicate may not be settled yet
        }
        settle(mine);
        return result;
    }

    /** Reads maps while others change them: a cursor walks a snapshot from its start. */
    <T> T read(Function<Maps, T> read) {
        MVStore.TxCounter held = store.registerVersionUsage(); // keeps our pages from being overwritten meanwhile
        try {
            return read.apply(maps);
        } finally {
            store.deregisterVersionUsage(held);
        }
    }

    /** Reads maps that must be consistent, while nobody changes them. For short reads. */
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
