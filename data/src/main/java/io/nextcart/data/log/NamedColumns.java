package io.nextcart.data.log;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the columns of a CSV file are: in any order, among others, with names in any case, with or without underscores. */
final class NamedColumns {
    private static final int ABSENT = -1;

    private final Map<String, Integer> places;

    private NamedColumns(Map<String, Integer> places) {
        this.places = places;
    }

    /** The columns of a header; null when one of the required is missing, or a name is there twice. */
    static @Nullable NamedColumns of(List<String> header, List<String> required) {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < header.size(); place++) {
            if (places.put(folded(header.get(place)), place) != null) {
                return null;
            }
        }
        boolean complete = required.stream().allMatch(name -> places.containsKey(folded(name)));
        return complete ? new NamedColumns(places) : null;
    }

    /** What a header should be, for messages. */
    static String expected(List<String> required) {
        return "the columns " + String.join(", ", required) + ", each once, in any order";
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
