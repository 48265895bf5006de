package io.nextcart.data.log;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines and keeps at most a bound of each: a file without line ends must not fill the memory. */
final class BoundedLines {
    private final Reader in;
    private final int bound;
    private final char[] buffer = new char[1 << 14];
    private final StringBuilder kept = new StringBuilder();
    private int at;
    private int end;
    private long length;

    /** @param bound most characters kept per line */
    BoundedLines(Reader in, int bound) {
        this.in = in;
        this.bound = bound;
    }

    /** The next line without its line feed, cut at the bound; null at the end. */
    @Nullable
    String next() throws IOException {
        kept.setLength(0);
        length = 0;
        boolean begun = false;
        while (at < end || fill()) {
            begun = true;
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            length += stop - at;
            kept.append(buffer, at, Math.min(stop - at, bound - kept.length()));
            at = stop + 1;
            if (stop < end) {
                return kept.toString();
            }
        }
        return begun ? kept.toString() : null;
    }

    /** Length in characters of the line that {@link #next} last returned, before the cut. */
    long length() {
        return length;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
