package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.nextcart.data.Progress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where the columns of a CSV file are: in any order, among others, with names in any case, with or without underscores. */
final class NamedColumns {
    private static final int ABSENT = -1;

    private final Map<String, Integer> places;

    private NamedColumns(Map<String, Integer> places) {
        this.places = places;
    }

    /**
     * Reads a CSV file with at least the required columns.
     *
     * @param decoders gives the decoder of rows with these columns; of it and the sink the same is asked as by {@link CsvRows#read}
     */
    static <T> ReadReport read(
            Path file,
            List<String> required,
            double maxBadRows,
            Progress progress,
            Function<NamedColumns, Function<CsvRecord, @Nullable T>> decoders,
            Consumer<T> sink) {
        return CsvRows.read(
                file,
                "the columns " + String.join(", ", required) + ", each once, in any order",
                maxBadRows,
                progress,
                header -> {
                    NamedColumns columns = of(header, required);
                    return columns == null ? null : decoders.apply(columns);
                },
                sink);
    }

    /** The columns of a header; null when one of the required is missing, or a name is there twice. */
    private static @Nullable NamedColumns of(List<String> header, List<String> required) {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < header.size(); place++) {
            if (places.put(folded(header.get(place)), place) != null) {
                return null;
            }
        }
        boolean complete = required.stream().allMatch(name -> places.containsKey(folded(name)));
        return complete ? new NamedColumns(places) : null;
    }

    /** Whether there is such a column. */
    boolean has(String name) {
        return places.containsKey(folded(name));
    }

    /** The place of a column, from 0; −1 when there is none. */
    int at(String name) {
        return places.getOrDefault(folded(name), ABSENT);
    }

    /** The field of a row, empty when there is no such column. */
    static String field(CsvRecord row, int place) {
        return place == ABSENT ? "" : row.getField(place);
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
