package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.nextcart.data.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of a CSV file by name: in any order, among others, whatever the case, with or without underscores
 * and blanks. Reads what fields hold.
 */
final class NamedColumns {
    private static final int ABSENT = -1;
    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?([0-9]+|[0-9]{1,3}([.][0-9]{3})+),[0-9]{1,2}");
    private static final Pattern BESIDE_NUMBER = Pattern.compile("^[\\p{Sc}\\s\u00A0]+|[\\p{Sc}\\s\u00A0]+$");

    private final Map<String, Integer> places = new HashMap<>();

    record Row(NamedColumns columns, CsvRecord fields) {
        /** The field in a column, empty when there is no such column. */
        String field(String column) {
            int place = columns.place(column);
            return place == ABSENT ? "" : fields.getField(place);
        }

        String id(String column) {
            return CsvRows.idIn(column, field(column));
        }

        /** An amount of money, or null when the field is blank; see {@link NamedColumns#amount}. */
        @Nullable
        Double amount(String column) {
            return NamedColumns.amount("column " + column, field(column));
        }

        /** Its first line, from 1. */
        long line() {
            return fields.getStartingLineNumber();
        }

        boolean has(String column) {
            return columns.place(column) != ABSENT;
        }
    }

    private NamedColumns(List<String> header) {
        for (int place = 0; place < header.size(); place++) {
            String name = header.get(place);
            Integer before = places.put(folded(name), place);
            // Index columns of spreadsheets and data frames have no name, and there may be several.
            if (before != null && !name.isBlank()) {
                throw new IllegalArgumentException("the column '" + Quote.of(name, 40) + "' is there twice, as number "
                        + (before + 1) + " and " + (place + 1) + "; rename or remove one of them");
            }
        }
    }

    /**
     * Reads a CSV file with at least the required columns.
     *
     * @param decoder as in {@link CsvRows#read}
     */
    static <T> ReadReport read(
            Source source, List<String> required, Function<Row, @Nullable T> decoder, Consumer<T> sink) {
        return CsvRows.read(source, expected(required), header -> decoder(header, required, decoder), sink);
    }

    /** The expected header, for messages. */
    static String expected(List<String> required) {
        return "the columns " + String.join(", ", required) + ", each once, in any order";
    }

    /**
     * The row decoder for a header, as {@link CsvRows#read} takes it.
     *
     * @throws IllegalArgumentException when a required column is missing, with those that are unless all are; when a
     *     name occurs twice, with the name
     */
    static <T> Function<CsvRecord, @Nullable T> decoder(
            List<String> header, List<String> required, Function<Row, @Nullable T> decoder) {
        List<String> missing =
                required.stream().filter(name -> !has(header, name)).toList();
        if (!missing.isEmpty()) {
            throw missing.size() == required.size()
                    ? new IllegalArgumentException()
                    : new IllegalArgumentException("missing: " + String.join(", ", missing));
        }
        NamedColumns columns = new NamedColumns(header);
        return row -> decoder.apply(new Row(columns, row));
    }

    /** Whether a header has a column. */
    static boolean has(List<String> header, String column) {
        return header.stream().map(NamedColumns::folded).anyMatch(folded(column)::equals);
    }

    private int place(String name) {
        Integer place = places.get(name);
        if (place == null) {
            place = places.getOrDefault(folded(name), ABSENT);
            places.put(name, place);
        }
        return place;
    }

    /**
     * Parses an amount of money; null when the text is blank. A currency's sign is ignored. A comma before one or two
     * last digits is a decimal comma, as in {@code 1.234,50}.
     *
     * @param place of the text, for messages
     * @throws IllegalArgumentException when it is not an amount
     */
    static @Nullable Double amount(String place, String text) {
        if (text.isBlank()) {
            return null;
        }
        String number = BESIDE_NUMBER.matcher(text).replaceAll("");
        if (DECIMAL_COMMA.matcher(number).matches()) {
            number = number.replace(".", "").replace(',', '.');
        }
        try {
            double amount = Double.parseDouble(number);
            if (Money.isPlausible(amount)) {
                return amount;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(
                place + " is '" + Quote.of(text, 40) + "', expected a number such as 9.50 or 9,50, of at most 1e15");
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
    }
}
