package io.nextcart.local.cli;

import io.nextcart.data.FileFault;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written: printers keep silent about it. */
final class StandardOutput extends FilterOutputStream {
    /** The reader of the output wants no more, as {@code head} does. */
    private static final String CLOSED = "Broken pipe";

    private volatile @Nullable String fault;

    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            if (fault == null) {
                fault = FileFault.describe(e);
            }
            throw e;
        }
    }

    /** Why something was not written; empty when all was, or when the reader closed the pipe. */
    Optional<String> fault() {
        return Optional.ofNullable(fault).filter(reason -> !reason.equals(CLOSED));
    }
}
