package io.nextcart.data.log;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads all members of a gzip file (RFC 1952), one after the other. The JDK's own stream ends silently at a member with
 * a damaged header, so the tail of a log would be lost unnoticed; here a file is read whole or refused.
 */
public final class GzipMembers extends GZIPInputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TRAILER_BYTES = 8;
    private static final int SHORTEST_MEMBER_BYTES = 20;

    private final CountedStream compressed;
    private long filledAt;

    /** The same of bytes in memory: what they hold, read whole or refused. */
    public static InputStream of(byte[] compressed) throws IOException {
        return new GzipMembers(new CountedStream(new ByteArrayInputStream(compressed)));
    }

    /** @param compressed closed together with this stream */
    GzipMembers(CountedStream compressed) throws IOException {
        super(compressed, BUFFER_BYTES);
        this.compressed = compressed;
    }

    @Override
    protected void fill() throws IOException {
        super.fill();
        filledAt = compressed.count();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        if (n < 0) {
            requireEnd();
        }
        return n;
    }

    /** Checks that the file ends with the last member's trailer: the JDK stops at any header it cannot read. */
    private void requireEnd() throws IOException {
        long rest = inf.getRemaining() + compressed.count() - filledAt - TRAILER_BYTES;
        boolean more = compressed.read() >= 0;
        if (more || rest >= SHORTEST_MEMBER_BYTES) {
            throw new ZipException("no gzip header where one is expected");
        }
        if (rest > 0) {
            throw new EOFException();
        }
    }
}
