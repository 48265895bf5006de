package io.nextcart.data.synthetic;

import io.nextcart.data.WholeFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a CSV file of numbers and plain text straight into bytes. The file appears only when it is whole. */
final class CsvBytes implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_NUMBER = 20;

    private final WholeFile file;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;
    private boolean committed;

    CsvBytes(Path file, String header) throws IOException {
        this.file = new WholeFile(file);
        this.out = this.file.stream();
        text(header);
        end();
    }

    /** A whole number that is at least 0. */
    CsvBytes number(long value) throws IOException {
        if (value < 0) {
            throw new IllegalArgumentException("number is " + value + ", expected at least 0");
        }
        room(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = used + digits - 1; at >= used; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += digits;
        return this;
    }

    /** Text without commas, quotes or line ends, at most 65,536 characters. */
    CsvBytes text(String ascii) throws IOException {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
        return this;
    }

    CsvBytes comma() throws IOException {
        room(1);
        buffer[used++] = ',';
        return this;
    }

    /** A number, at least 0, as the dataset writes them in properties: {@code n123.450}. */
    CsvBytes decimal(double value) throws IOException {
        long thousandths = Math.round(value * 1000);
        room(2);
        buffer[used++] = 'n';
        number(thousandths / 1000);
        room(4);
        buffer[used++] = '.';
        int rest = (int) (thousandths % 1000);
        buffer[used++] = (byte) ('0' + rest / 100);
        buffer[used++] = (byte) ('0' + rest / 10 % 10);
        buffer[used++] = (byte) ('0' + rest % 10);
        return this;
    }

    void end() throws IOException {
        room(1);
        buffer[used++] = '\n';
    }

    /** Declares the file whole: {@link #close()} will put it in its place. */
    void commit() {
        committed = true;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (committed) {
                out.write(buffer, 0, used);
                file.commit();
            }
        }
    }

    private void room(int bytes) throws IOException {
        if (used + bytes > buffer.length) {
            out.write(buffer, 0, used);
            used = 0;
        }
    }
}
