package io.nextcart.local.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;

/** H2's file system {@code cut:}, which tells a {@link CutDisk} what the store asks of the disk. It never forces anything. */
public final class CutFiles extends FilePathWrapper {
    static final String NAME = "cut";
    private static final AtomicReference<CutDisk> DISK = new AtomicReference<>();

    /** Whom to tell from now on. */
    static void tell(CutDisk disk) {
        DISK.set(disk);
    }

    @Override
    public String getScheme() {
        return NAME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode));
    }

    private static final class Channel extends FileBaseDefault {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        @Override
        public int write(ByteBuffer from, long at) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                int unused = file.write(left, at + left.position());
            }
            DISK.get().write(at, bytes);
            return bytes.length;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
            DISK.get().truncate(size);
        }

        @Override
        public void force(boolean metadata) {
            DISK.get().force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileLock tryLock(long at, long size, boolean shared) throws IOException {
            return file.tryLock(at, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
