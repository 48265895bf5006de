package io.nextcart.training.evaluate;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Ids;
import io.nextcart.data.Progress;
import io.nextcart.data.log.InputFile;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request with its answer, one JSON object a line: {@code {"items":["1","2"],"target":"3"}}. Several relevant items
 * go into {@code "targets":["3","4"]}, with or without {@code "target"}; an empty list means that nothing followed.
 * {@code "returning"} is {@code true} for a returning shopper, {@code false} on the first visit.
 *
 * @param items viewed items, oldest first; at least one
 * @param targets the relevant items, without repeats, the next one first; empty when nothing followed
 * @param returning whether the shopper had been here before; null when unknown
 */
public record Case(
        List<String> items, List<String> targets, @Nullable Boolean returning) {
    /** Longest line, in characters: a file, which gzip may have packed a thousandfold, must not fill the memory. */
    private static final int LONGEST_LINE = 1 << 20;

    private static final String EXPECTED = "expected {\"items\":[…],\"target\":…}";

    public Case {
        items = List.copyOf(requireNonNull(items, "items is null"));
        targets = List.copyOf(new LinkedHashSet<>(requireNonNull(targets, "targets is null")));
    }

    /** A case with one relevant item and an unknown shopper. */
    public Case(List<String> items, String target) {
        this(items, List.of(target), null);
    }

    /**
     * Reads a file of cases, plain or gzip.
     *
     * @return number of cases
     * @throws BadInputException naming file and line, when the file cannot be read or a line is not a case
     */
    public static int read(Path file, Consumer<Case> sink) {
        int cases;
        try (InputFile input = InputFile.open(file, Progress.NONE)) {
            cases = (int) input.lines(LONGEST_LINE, (text, line, length) -> {
                String place = file + ", line " + line;
                if (length > LONGEST_LINE) {
                    throw new BadInputException(
                            place + ": has " + length + " characters, expected at most " + LONGEST_LINE);
                }
                sink.accept(parse(text, place));
            });
        }
        if (cases == 0) {
            throw new BadInputException(file + ": holds no cases; " + EXPECTED + " on each line");
        }
        return cases;
    }

    /**
     * Parses one line.
     *
     * @param place of the line, for the message
     */
    static Case parse(String json, String place) {
        Map<String, Object> fields;
        try {
            fields = JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BadInputException(place + ": " + e.getMessage() + "; " + EXPECTED, e);
        }
        if (!(fields.get("items") instanceof List<?> list) || list.isEmpty()) {
            throw new BadInputException(place + ": field 'items' is missing or empty; expected a list of item ids");
        }
        List<String> targets = new ArrayList<>();
        if (!fields.containsKey("targets") || fields.containsKey("target")) {
            targets.add(id("target", fields.get("target"), place));
        }
        if (fields.containsKey("targets")) {
            if (!(fields.get("targets") instanceof List<?> more)) {
                throw new BadInputException(
                        place + ": field 'targets' is " + fields.get("targets") + ", expected a list of item ids");
            }
            targets.addAll(ids("targets", more, place));
        }
        if (fields.get("returning") != null && !(fields.get("returning") instanceof Boolean)) {
            throw new BadInputException(
                    place + ": field 'returning' is " + fields.get("returning") + ", expected true or false");
        }
        return new Case(ids("items", list, place), targets, (Boolean) fields.get("returning"));
    }

    private static List<String> ids(String field, List<?> values, String place) {
        List<String> ids = new ArrayList<>(values.size());
        for (Object value : values) {
            ids.add(id(field, value, place));
        }
        return ids;
    }

    private static String id(String field, @Nullable Object value, String place) {
        if (value instanceof String || value instanceof Integer || value instanceof Long) {
            try {
                return Ids.check(field, value.toString());
            } catch (IllegalArgumentException e) {
                throw new BadInputException(InputFile.advised(place + ": " + e.getMessage()), e);
            }
        }
        throw new BadInputException(place + ": field '" + field + "' is " + value + ", expected an item id");
    }
}
