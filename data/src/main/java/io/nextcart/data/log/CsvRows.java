package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** Reads the rows of a CSV file with a known header. */
final class CsvRows {
    private static final int REPORT_EVERY_ROWS = 4096;
    private static final int LONGEST_QUOTE = 200;

    private CsvRows() {}

    /** Takes one row; a fault in it is an {@link IllegalArgumentException} with the reason. */
    interface RowSink {
        void accept(CsvRecord row);
    }

    static ReadReport read(Path file, List<String> header, double maxBadRows, Progress progress, RowSink sink) {
        RowCount count = new RowCount(file, maxBadRows);
        long line = 0;
        try (InputFile input = InputFile.open(file, progress)) {
            try (CsvReader<CsvRecord> reader = CsvReader.builder()
                    .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                    .skipEmptyLines(true)
                    .ofCsvRecord(input.reader())) {
                Iterator<CsvRecord> rows = reader.iterator();
                checkHeader(file, rows.hasNext() ? rows.next().getFields() : List.of(), header);
                line = 1;
                while (rows.hasNext()) {
                    CsvRecord row = rows.next();
                    line = row.getStartingLineNumber();
                    accept(row, header.size(), line, count, sink);
                    if (count.rows() % REPORT_EVERY_ROWS == 0) {
                        input.report();
                    }
                }
                input.report();
            } catch (CsvParseException e) {
                throw e.getCause() instanceof IOException cause
                        ? input.failed(line, cause)
                        : new BadInputException(
                                file + ", after line " + line + ": no CSV: "
                                        + firstLine(String.valueOf(e.getMessage())),
                                e);
            } catch (UncheckedIOException e) {
                throw input.failed(line, e.getCause() == null ? new IOException(e) : e.getCause());
            } catch (IOException e) {
                throw input.failed(line, e);
            }
        }
        return count.end();
    }

    private static void accept(CsvRecord row, int columns, long line, RowCount count, RowSink sink) {
        if (row.getFieldCount() != columns) {
            count.bad(line, row.getFieldCount() + " columns, expected " + columns);
            return;
        }
        try {
            sink.accept(row);
        } catch (IllegalArgumentException e) {
            count.bad(line, String.valueOf(e.getMessage()));
            return;
        }
        count.good();
    }

    private static void checkHeader(Path file, List<String> found, List<String> expected) {
        if (!found.equals(expected)) {
            String shown = String.join(",", found);
            throw new BadInputException(file + ", line 1: header is '"
                    + printable(shown.substring(0, Math.min(LONGEST_QUOTE, shown.length()))) + "', expected '"
                    + String.join(",", expected) + "'");
        }
    }

    /** Reads a whole number that is at least 0. */
    static long number(CsvRecord row, int column, String name) {
        String text = row.getField(column);
        long value = 0;
        if (text.isEmpty() || text.length() > 18) {
            throw new IllegalArgumentException("column " + name + " is '" + quote(text) + "', expected a whole number");
        }
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException(
                        "column " + name + " is '" + quote(text) + "', expected a whole number");
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** A value for a message: short and printable. */
    static String quote(String text) {
        return printable(text.length() > 40 ? text.substring(0, 40) + "…" : text);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
