package io.nextcart.local.backup;

import io.nextcart.data.Sha256;
import io.nextcart.store.document.BackupManifest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Measures what passes: its length and its SHA-256. Closing it does not close the stream behind it. */
final class Measured extends FilterOutputStream {
    private final Sha256 digest = new Sha256();
    private final LongConsumer progress;
    private long sizeBytes;

    /** @param progress receives the number of bytes of each write */
    Measured(OutputStream out, LongConsumer progress) {
        super(out);
        this.progress = progress;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        digest.add(bytes, offset, length);
        sizeBytes += length;
        progress.accept(length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    /** What has passed; call it once, at the end. */
    BackupManifest.Entry entry(long writtenAtMs) {
        return new BackupManifest.Entry(sizeBytes, digest.hex(), writtenAtMs);
    }
}
