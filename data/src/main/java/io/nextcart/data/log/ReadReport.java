package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a file.
 *
 * @param rows rows in the file, good and bad, without the header
 * @param badRows skipped rows
 * @param samples the first of them
 * @param outside rows left out for implausible times; they are not bad rows
 */
public record ReadReport(long rows, long badRows, List<BadRow> samples, Outside outside) implements Serializable {
    /** Nothing was read. */
    public static final ReadReport NONE = new ReadReport(0, 0, List.of(), Outside.NONE);

    public ReadReport {
        samples = List.copyOf(samples);
        requireNonNull(outside, "outside is null");
    }

    /** The result of this and another file. */
    public ReadReport plus(ReadReport other) {
        return new ReadReport(
                rows + other.rows,
                badRows + other.badRows,
                samples.isEmpty() ? other.samples : samples,
                outside.plus(other.outside));
    }

    /** What was left out, as sentences; none when that is nothing. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>();
        if (badRows > 0) {
            lines.add(Counted.of(badRows, "unreadable row") + " skipped, the first: " + samples.get(0));
        }
        if (outside.events() > 0) {
            lines.add(outside.line());
        }
        return lines;
    }

    /**
     * A skipped row.
     *
     * @param place the file, or where the object lies
     * @param line from 1, counting the header
     * @param reason what is wrong, and what was expected
     */
    public record BadRow(String place, long line, String reason) implements Serializable {
        @Override
        public String toString() {
            return place + ", line " + line + ": " + reason;
        }
    }

    /**
     * Events with implausible times.
     *
     * @param early before 1990
     * @param late in the future
     * @param first the first that has a line, or null
     */
    public record Outside(long early, long late, @Nullable BadRow first) implements Serializable {
        /** None of them. */
        public static final Outside NONE = new Outside(0, 0, null);

        public Outside plus(boolean isEarly, @Nullable BadRow row) {
            return new Outside(early + (isEarly ? 1 : 0), late + (isEarly ? 0 : 1), first == null ? row : first);
        }

        /** The sum of both. */
        public Outside plus(Outside others) {
            return new Outside(early + others.early, late + others.late, first == null ? others.first : first);
        }

        /** The counts as a sentence. */
        public String line() {
            return Counted.of(early, "event") + " before 1990 and " + Counted.of(late, "event")
                    + " in the future left out" + (first == null ? "" : ", the first: " + first);
        }

        public long events() {
            return early + late;
        }
    }
}
