package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Ids;
import io.nextcart.data.log.LogTimes.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV rows under a header that names the columns. Commas, semicolons or tabs separate them: whichever the header
 * holds most of, unless a line of Excel before it says it, such as {@code sep=;}.
 */
final class CsvRows {
    private static final String SEPARATORS = ",;\t";
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=([^\"])\"?", Pattern.CASE_INSENSITIVE);
    /** A number as spreadsheets show it that has more digits than fit, such as {@code 4,00638E+12}. */
    private static final Pattern SHORTENED = Pattern.compile("[0-9](?:[.,][0-9]+)?[Ee][+][0-9]{2,3}");

    private static final int REPORT_EVERY_ROWS = 4096;
    /** Most characters of a field: a file without line ends, or an unclosed quote, must not fill the memory. */
    private static final int LONGEST_FIELD = 1 << 20;

    private final Path file;
    private final String expected;
    private final InputFile input;
    private final Iterator<CsvRecord> records;
    private final boolean saysSeparator;
    private long line;

    /** A shortened id: its digits are lost, as are those of other rows, which may be one id by now. */
    private static final class ShortenedException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        ShortenedException(String place, String text) {
            super(place + " is '" + text
                    + "', a number whose digits a spreadsheet has cut, expected the whole id; in Excel,"
                    + " format the column as Number with 0 decimal places before saving, or open the original by Data >"
                    + " From Text/CSV with the column as Text");
        }
    }

    private CsvRows(Path file, String expected, InputFile input) {
        this.file = file;
        this.expected = expected;
        this.input = input;
        String first = input.start().stripLeading().lines().findFirst().orElse("");
        Matcher said = SEPARATOR_LINE.matcher(first);
        this.saysSeparator = said.matches();
        this.records = CsvReader.builder()
                .fieldSeparator(saysSeparator ? said.group(1).charAt(0) : separator(first))
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(LONGEST_FIELD)
                .ofCsvRecord(input.reader())
                .iterator();
    }

    /**
     * Reads a file.
     *
     * @param expected what the header should be, for messages
     * @param decoders returns the row decoder for a header; throws {@link IllegalArgumentException} with what is wrong
     *     with the header, or without a message when it is another one. The decoder converts a row, or returns null to
     *     only count it; it throws {@link IllegalArgumentException} with the reason for a bad row
     * @param sink takes decoded rows; an exception from it ends the reading
     */
    static <T> ReadReport read(
            Source source,
            String expected,
            Function<List<String>, Function<CsvRecord, @Nullable T>> decoders,
            Consumer<T> sink) {
        RowCount count = new RowCount(source.file().toString(), source.maxBadRows());
        try (InputFile input = InputFile.open(source.file(), source.progress())) {
            CsvRows rows = new CsvRows(source.file(), expected, input);
            List<String> header = rows.header();
            Function<CsvRecord, @Nullable T> decoder;
            try {
                decoder = decoders.apply(header);
            } catch (IllegalArgumentException e) {
                throw rows.badHeader(header, e.getMessage() == null ? "" : "; " + e.getMessage());
            }
            for (CsvRecord row = rows.next(); row != null; row = rows.next()) {
                T decoded = rows.decode(row, header.size(), count, decoder);
                if (decoded != null) {
                    sink.accept(decoded);
                }
                if (count.rows() % REPORT_EVERY_ROWS == 0) {
                    input.report();
                }
            }
            input.report();
        }
        return count.end();
    }

    /** The next row, null at the end. */
    private @Nullable CsvRecord next() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord row = records.next();
            line = row.getStartingLineNumber();
            return row;
        } catch (CsvParseException | UncheckedIOException e) {
            if (e.getCause() instanceof IOException cause) {
                throw input.failed(line, cause);
            }
            String place = line == 0 ? ", line 1: no header" : ", after line " + line + ": not valid CSV";
            throw new BadInputException(
                    String.format(
                            Locale.ROOT,
                            "%s%s, expected rows of %s, every quote closed, and no field above %,d characters",
                            file,
                            place,
                            expected,
                            LONGEST_FIELD),
                    e);
        }
    }

    private List<String> header() {
        CsvRecord first = saysSeparator && next() == null ? null : next();
        return first == null ? List.of() : first.getFields();
    }

    private BadInputException badHeader(List<String> found, String fault) {
        String header = String.join(",", found);
        return new BadInputException(InputFile.advised(file + ", line " + Math.max(1, line) + ": header is '"
                + Quote.of(header, 200) + "'" + (header.indexOf('\uFFFD') < 0 ? "" : ", " + Ids.NOT_UTF_8)
                + ", expected " + expected + fault));
    }

    /** The separator that a header holds most of outside quotes; a comma when it holds none. */
    private static char separator(String header) {
        String line = header.replaceAll("\"[^\"]*\"", "");
        char most = ',';
        for (int i = 0; i < SEPARATORS.length(); i++) {
            if (count(line, SEPARATORS.charAt(i)) > count(line, most)) {
                most = SEPARATORS.charAt(i);
            }
        }
        return most;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private <T> @Nullable T decode(
            CsvRecord row, int columns, RowCount count, Function<CsvRecord, @Nullable T> decoder) {
        String reason;
        if (row.getFieldCount() != columns) {
            reason = row.getFieldCount() + " columns, expected " + columns;
        } else {
            try {
                T decoded = decoder.apply(row);
                count.good();
                return decoded;
            } catch (LogTimes.OutsideException e) {
                count.outside(row.getStartingLineNumber(), e);
                return null;
            } catch (ShortenedException e) {
                throw new BadInputException(file + ", line " + line + ": " + e.getMessage(), e);
            } catch (IllegalArgumentException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        count.bad(row.getStartingLineNumber(), linesOf(row), reason);
        return null;
    }

    /** Lines that a row spans. A stray quote swallows rows up to the next quote; each of them is lost. */
    private static long linesOf(CsvRecord row) {
        return 1 + count(String.join("", row.getFields()), '\n');
    }

    static String id(CsvRecord row, int column, String name) {
        return idIn(name, row.getField(column));
    }

    /** Checks an id, as {@link #id}; names its place only where something is wrong, since a log has millions. */
    static String idIn(String column, String text) {
        boolean good = text.indexOf('+') < 0 && Ids.fault(text) == null;
        return good ? text : id("column " + column, text);
    }

    /**
     * Checks an id.
     *
     * @param place of the id, for messages
     * @throws IllegalArgumentException when it is none; one that a spreadsheet has shortened ends the reading
     */
    static String id(String place, String text) {
        if (text.indexOf('+') > 0 && SHORTENED.matcher(text).matches()) {
            throw new ShortenedException(place, text);
        }
        return Ids.check(place, text);
    }

    /** Reads a time; in milliseconds since the epoch unless the log has another unit. */
    static long timestampMs(String text, LogTimes times) {
        return times.ms(
                Digits.parse(text, Digits.MOST),
                Unit.MS,
                () -> "column timestamp is '" + Quote.of(text, 40) + "'",
                times.unitOr(Unit.MS).since1970());
    }
}
