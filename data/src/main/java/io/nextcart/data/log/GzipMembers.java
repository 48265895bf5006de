package io.nextcart.data.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The data of all members of a gzip file (RFC 1952), one after the other. The JDK's own stream ends without a word at a
 * member whose header is damaged, so a log would lose its tail unnoticed; here a file is read whole or refused.
 */
final class GzipMembers extends InputStream {
    /** The first two bytes of every member, little-endian. */
    static final int MAGIC = 0x8b1f;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int TIME_FLAGS_AND_SYSTEM_BYTES = 6;
    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private boolean inMember;

    /**
     * @param in taken over: closed with this
     */
    GzipMembers(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || begin()) {
            int n = inflate(into, offset, length);
            if (n > 0) {
                checksum.update(into, offset, n);
                return n;
            }
            if (inflater.finished()) {
                at = end - inflater.getRemaining();
                finish();
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw new EOFException();
                }
                inflater.setInput(buffer, 0, end);
            } else {
                throw new ZipException("it needs a dictionary");
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }

    private int inflate(byte[] into, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException e) {
            throw new ZipException(e.getMessage() == null ? "no deflated data" : e.getMessage());
        }
    }

    /** Reads the header of the next member; false at the end of the file. */
    private boolean begin() throws IOException {
        if (at == end && !fill()) {
            return false;
        }
        if (twoBytes() != MAGIC || nextByte() != DEFLATE) {
            throw new ZipException("no gzip header where one is expected");
        }
        int flags = nextByte();
        skip(TIME_FLAGS_AND_SYSTEM_BYTES);
        if ((flags & HAS_EXTRA) != 0) {
            skip(twoBytes());
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        inflater.setInput(buffer, at, end - at);
        checksum.reset();
        inMember = true;
        return true;
    }

    /** Reads the trailer of a member: the checksum and the length of its data. */
    private void finish() throws IOException {
        int sum = twoBytes() | twoBytes() << 16;
        int length = twoBytes() | twoBytes() << 16;
        if (sum != (int) checksum.getValue() || length != (int) inflater.getBytesWritten()) {
            throw new ZipException("its checksum does not fit its data");
        }
        inMember = false;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private int nextByte() throws IOException {
        if (at == end && !fill()) {
            throw new EOFException();
        }
        return buffer[at++] & 0xff;
    }

    private int twoBytes() throws IOException {
        int low = nextByte();
        return low | nextByte() << 8;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            nextByte();
        }
    }

    private void skipText() throws IOException {
        int c = nextByte();
        while (c != 0) {
            c = nextByte();
        }
    }
}
