package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.nextcart.data.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of a CSV file by name: in any order, among others, whatever the case, with or without underscores
 * and blanks.
 */
final class NamedColumns {
    private static final int ABSENT = -1;

    private final Map<String, Integer> places = new HashMap<>();

    record Row(NamedColumns columns, CsvRecord fields) {
        /** The field in a column, empty when there is no such column. */
        String field(String column) {
            int place = columns.place(column);
            return place == ABSENT ? "" : fields.getField(place);
        }

        String id(String column) {
            return Ids.check("column " + column, field(column));
        }

        /** Its first line, from 1. */
        long line() {
            return fields.getStartingLineNumber();
        }

        boolean has(String column) {
            return columns.place(column) != ABSENT;
        }
    }

    private NamedColumns() {}

    /**
     * Reads a CSV file with at least the required columns.
     *
     * @param decoder as in {@link CsvRows#read}
     */
    static <T> ReadReport read(
            Source source, List<String> required, Function<Row, @Nullable T> decoder, Consumer<T> sink) {
        return CsvRows.read(
                source,
                expected(required),
                header -> {
                    Function<CsvRecord, @Nullable T> found = decoder(header, required, decoder);
                    if (found == null) {
                        throw new IllegalArgumentException(missing(header, required));
                    }
                    return found;
                },
                sink);
    }

    /** Names the required columns that a header lacks; empty when it has none of them, or one twice. */
    private static String missing(List<String> header, List<String> required) {
        List<String> names = header.stream().map(NamedColumns::folded).toList();
        List<String> missing =
                required.stream().filter(name -> !names.contains(folded(name))).toList();
        return missing.isEmpty() || missing.size() == required.size() ? "" : "; missing: " + String.join(", ", missing);
    }

    /** The expected header, for messages. */
    static String expected(List<String> required) {
        return "the columns " + String.join(", ", required) + ", each once, in any order";
    }

    /** The row decoder for a header; null when the header is not acceptable. */
    static <T> @Nullable Function<CsvRecord, @Nullable T> decoder(
            List<String> header, List<String> required, Function<Row, @Nullable T> decoder) {
        NamedColumns columns = of(header, required);
        return columns == null ? null : row -> decoder.apply(new Row(columns, row));
    }

    /** The columns of a header; null when a required one is missing, or a name occurs twice. */
    private static @Nullable NamedColumns of(List<String> header, List<String> required) {
        NamedColumns columns = new NamedColumns();
        for (int place = 0; place < header.size(); place++) {
            // Index columns of spreadsheets and data frames have no name, and there may be several.
            if (columns.places.put(folded(header.get(place)), place) != null
                    && !header.get(place).isBlank()) {
                return null;
            }
        }
        return required.stream().allMatch(name -> columns.place(name) != ABSENT) ? columns : null;
    }

    private int place(String name) {
        Integer place = places.get(name);
        if (place == null) {
            place = places.getOrDefault(folded(name), ABSENT);
            places.put(name, place);
        }
        return place;
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
    }
}
