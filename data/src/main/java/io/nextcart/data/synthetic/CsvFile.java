package io.nextcart.data.synthetic;

import io.nextcart.data.WholeFile;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a CSV file of numbers and plain text, which appears only when complete. */
final class CsvFile implements Closeable {
    private final WholeFile file;
    private final Writer out;

    CsvFile(Path file, String header) throws IOException {
        this.file = new WholeFile(file);
        this.out = new BufferedWriter(new OutputStreamWriter(this.file.stream(), StandardCharsets.US_ASCII));
        row(header);
    }

    /**
     * Writes a row.
     *
     * @param fields joined by commas, without commas, quotes or line ends
     */
    void row(String fields) throws IOException {
        out.write(fields);
        out.write('\n');
    }

    /** Moves the complete file to its place. */
    void commit() throws IOException {
        out.flush();
        file.commit();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
