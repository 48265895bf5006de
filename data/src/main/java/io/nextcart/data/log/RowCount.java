package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts the rows of a log, in one file or several, and stops the reading when too many are bad. */
final class RowCount {
    private static final int SAMPLES = 20;
    private static final long EARLIEST_VERDICT = 1000;

    private final double maxBadRows;
    private final List<ReadReport.BadRow> samples = new ArrayList<>();
    private String place;
    private long rows;
    private long badRows;
    private ReadReport.Outside outside = ReadReport.Outside.NONE;

    /** @param maxBadRows tolerated share of bad rows, 0–1 */
    RowCount(String place, double maxBadRows) {
        this.place = requireNonNull(place, "place is null");
        this.maxBadRows = maxBadRows;
    }

    /** Sets the place of the rows that follow. */
    void in(String next) {
        place = requireNonNull(next, "next is null");
    }

    void good() {
        rows++;
    }

    /**
     * Counts a bad row of one line.
     *
     * @throws BadInputException when more than the tolerated share is bad, from 1,000 rows on
     */
    void bad(long line, String reason) {
        bad(line, 1, reason);
    }

    /**
     * Counts a bad row.
     *
     * @param lines lines that it spans: each is a lost row
     * @throws BadInputException as {@link #bad(long, String)}
     */
    void bad(long line, long lines, String reason) {
        rows += lines;
        badRows += lines;
        if (samples.size() < SAMPLES) {
            samples.add(new ReadReport.BadRow(place, line, reason));
        }
        if (rows >= EARLIEST_VERDICT) {
            judge();
        }
    }

    /**
     * Counts rows that were read elsewhere.
     *
     * @throws BadInputException as {@link #bad(long, String)}
     */
    void add(ReadReport other) {
        rows += other.rows();
        badRows += other.badRows();
        other.samples().stream().limit(SAMPLES - samples.size()).forEach(samples::add);
        outside = outside.plus(other.outside());
        if (rows >= EARLIEST_VERDICT) {
            judge();
        }
    }

    /** Counts a row that is left out because its time is implausible. */
    void outside(long line, LogTimes.OutsideException fault) {
        rows++;
        outside = outside.plus(fault.isEarly(), new ReadReport.BadRow(place, line, String.valueOf(fault.getMessage())));
    }

    long rows() {
        return rows;
    }

    /**
     * Ends the file.
     *
     * @throws BadInputException when more than the tolerated share of rows is bad, when there are no rows, or when no
     *     time is plausible
     */
    ReadReport end() {
        if (rows == 0) {
            throw new BadInputException(place + ": holds no rows, expected at least one");
        }
        ReadReport report = report();
        if (outside.events() > 0 && outside.events() + badRows == rows) {
            throw new BadInputException(outside.first() + "; all rows are before 1990 or in the future");
        }
        return report;
    }

    /**
     * Ends a log, which may be empty.
     *
     * @throws BadInputException when more than the tolerated share of rows is bad
     */
    ReadReport report() {
        judge();
        return soFar();
    }

    /** The counts so far, without a verdict. */
    ReadReport soFar() {
        return new ReadReport(rows, badRows, samples, outside);
    }

    private void judge() {
        if (badRows > maxBadRows * rows) {
            String percent = BigDecimal.valueOf(maxBadRows)
                    .movePointRight(2)
                    .stripTrailingZeros()
                    .toPlainString();
            throw new BadInputException(InputFile.advised(String.format(
                    Locale.ROOT,
                    "%s; %,d of %,d rows are bad, --max-bad-rows allows %s %%",
                    samples.get(0),
                    badRows,
                    rows,
                    percent)));
        }
    }
}
