package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps the fields of an event to the columns of a CSV file: {@code user}, {@code item} and {@code time}; optionally
 * {@code type}, {@code transaction}, {@code value}, {@code price} and {@code quantity}. A name that starts with
 * {@code =} is a constant for every row, not a column.
 *
 * @param names of columns, or constants, by field
 */
public record CsvColumns(Map<String, String> names) {
    private static final List<String> REQUIRED = List.of("user", "item", "time");
    private static final List<String> OPTIONAL = List.of("type", "transaction", "value", "price", "quantity");
    private static final String CONSTANT = "=";
    /** A date, optionally with time and zone: ISO 8601, with a blank for the T, or as databases print it. */
    private static final Pattern DATE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})"
            + "(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?)?) ?(Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?)?");

    /** The same as Germans and their spreadsheets write it. */
    private static final Pattern DAY_FIRST =
            Pattern.compile("([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4})(?:,? ([0-9]{1,2})(:[0-9]{2}(?::[0-9]{2})?))?");

    private static final String EXPECTED_DATE = "a date since 1970 such as 2024-03-01 10:15:00 or 01.03.2024 10:15";

    public CsvColumns {
        names = Map.copyOf(names);
    }

    /**
     * Parses {@code user=client,item=sku,time=at,type==view}.
     *
     * @throws BadInputException with every invalid part and every missing field
     */
    public static CsvColumns of(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            String field = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            String name = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (!REQUIRED.contains(field) && !OPTIONAL.contains(field)) {
                problems.add("'" + part + "' names no field, expected one of " + String.join(", ", REQUIRED) + ", "
                        + String.join(", ", OPTIONAL));
            } else if (name.isEmpty() || name.equals(CONSTANT)) {
                problems.add("'" + part + "' names no column, expected " + field + "=COLUMN or " + field + "==VALUE");
            } else if (names.put(field, name) != null) {
                problems.add(field + " is given twice");
            }
        }
        REQUIRED.stream()
                .filter(field -> !names.containsKey(field))
                .forEach(field -> problems.add(field + " is missing"));
        if (!problems.isEmpty()) {
            throw new BadInputException("--columns: " + String.join("; ", problems));
        }
        return new CsvColumns(names);
    }

    /** Reads events. Without a type column, each is a view. */
    ReadReport read(Source source, EventTypeTally types, Consumer<Event> sink) {
        List<String> columns = names.values().stream()
                .filter(name -> !name.startsWith(CONSTANT))
                .sorted()
                .distinct()
                .toList();
        return NamedColumns.read(source, columns, row -> event(row, types, source.times()), sink);
    }

    private @Nullable Event event(NamedColumns.Row row, EventTypeTally types, LogTimes times) {
        UserId user = new UserId(CsvRows.id(place("user"), field(row, "user")));
        ItemId item = new ItemId(CsvRows.id(place("item"), field(row, "item")));
        long timestampMs = timeMs(field(row, "time"), times);
        String transaction = field(row, "transaction");
        String id = transaction.isEmpty() ? null : CsvRows.id(place("transaction"), transaction);
        Double value = value(row);
        EventType type = names.containsKey("type") ? types.typeOf(field(row, "type")) : EventType.VIEW;
        return type == null ? null : new Event(null, user, type, item, timestampMs, id, value, null);
    }

    /** The value, else the price times the quantity; null without both. */
    private @Nullable Double value(NamedColumns.Row row) {
        Double value = amount(row, "value");
        Double price = amount(row, "price");
        if (value != null || price == null) {
            return value;
        }
        Double quantity = amount(row, "quantity");
        return quantity == null ? price : Double.valueOf(price * quantity);
    }

    private @Nullable Double amount(NamedColumns.Row row, String field) {
        return NamedColumns.amount(place(field), field(row, field));
    }

    /** Reads a number in the log's unit, milliseconds by default, or a date; a date without a zone is UTC. */
    private long timeMs(String text, LogTimes times) {
        String found = place("time") + " is '" + Quote.of(text, 40) + "'";
        Matcher date = DATE.matcher(yearFirst(text.strip()));
        if (!date.matches()) {
            return times.ms(
                    Digits.parse(text.strip(), Digits.MOST),
                    LogTimes.Unit.MS,
                    () -> found,
                    times.unitOr(LogTimes.Unit.MS).since1970() + ", or " + EXPECTED_DATE);
        }
        String zone = date.group(3) == null || date.group(3).equals("UTC") ? "Z" : date.group(3);
        String iso = date.group(1) + "T" + (date.group(2) == null ? "00:00" : date.group(2))
                + (zone.matches("[+-][0-9]{4}") ? zone.substring(0, 3) + ":" + zone.substring(3) : zone);
        try {
            return times.checked(EventDecoder.timestampMs(iso), () -> found);
        } catch (LogTimes.OutsideException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(found + ", expected " + EXPECTED_DATE, e);
        }
    }

    private static String yearFirst(String text) {
        Matcher date = DAY_FIRST.matcher(text);
        if (!date.matches()) {
            return text;
        }
        String day = date.group(3) + "-" + twoDigits(date.group(2)) + "-" + twoDigits(date.group(1));
        return date.group(4) == null ? day : day + " " + twoDigits(date.group(4)) + date.group(5);
    }

    private static String twoDigits(String number) {
        return number.length() == 1 ? "0" + number : number;
    }

    private String field(NamedColumns.Row row, String field) {
        String name = names.get(field);
        if (name == null) {
            return "";
        }
        return name.startsWith(CONSTANT) ? name.substring(CONSTANT.length()) : row.field(name);
    }

    private String place(String field) {
        return "column " + names.get(field);
    }
}
