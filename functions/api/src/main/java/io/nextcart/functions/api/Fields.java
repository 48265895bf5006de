package io.nextcart.functions.api;

import static java.util.Objects.requireNonNullElse;

import io.nextcart.data.EventType;
import io.nextcart.data.Ids;
import io.nextcart.data.ListLength;
import io.nextcart.data.Money;
import io.nextcart.data.Placement;
import io.nextcart.data.Pseudonyms;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.data.log.LogTimes;
import io.nextcart.data.log.Quote;
import io.nextcart.functions.api.ProblemException.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one request, from its query or a JSON object: the one place that validates them. A reader that finds a
 * fault records it and returns the default, so {@link #check} reports all faults at once. An absent or {@code null}
 * field takes its default. Unknown fields are ignored, except that a name almost equal to a field's is a fault.
 */
public final class Fields {
    /** Most faults reported. */
    static final int MAX_ERRORS = 50;

    private static final String USER = "user_id";

    /** Most unknown names compared with the known ones. */
    private static final int MAX_UNKNOWN = 1000;

    private static final List<String> OF_AN_EVENT = List.of(
            "event_id",
            "user_id",
            "visitorid",
            "type",
            "event",
            "item_id",
            "itemid",
            "timestamp",
            "transaction_id",
            "transactionid",
            "value",
            "recommendation_id",
            "placement",
            "events",
            "impressions");

    private static final List<String> OF_AN_ITEM =
            List.of("item_id", "available", "category", "categories", "price", "title", "image_url");

    /** The other fields of calls that read a body. */
    private static final List<String> OF_OTHER_BODIES = List.of(
            "session",
            "cart",
            "k",
            "exclude",
            "category",
            "categories",
            "available_only",
            "exclude_purchased",
            "exclude_viewed",
            "offset",
            "diversity",
            "explain",
            "fields",
            "items",
            "available",
            "price",
            "title",
            "image_url");

    private final Map<String, ?> values;
    private final boolean isQuery;
    private final String prefix;
    private final List<FieldError> errors;
    private final Pseudonyms pseudonyms;
    /** The names read so far: the fields of this call. */
    private final Set<String> known = new LinkedHashSet<>();
    /** Objects read from lists. */
    private final List<Fields> nested = new ArrayList<>();

    private Fields(
            Map<String, ?> values, boolean isQuery, String prefix, List<FieldError> errors, Pseudonyms pseudonyms) {
        this.values = values;
        this.isQuery = isQuery;
        this.prefix = prefix;
        this.errors = errors;
        this.pseudonyms = pseudonyms;
    }

    /** The query parameters. */
    public static Fields ofQuery(ApiRequest request) {
        return new Fields(request.query(), true, "", new ArrayList<>(), request.pseudonyms());
    }

    /**
     * The members of the JSON object in the body. A query parameter with the name of a body's field is a fault, unless
     * it repeats the id in the path.
     *
     * @throws ProblemException 400 that names {@code body}
     */
    public static Fields ofBody(ApiRequest request) {
        Fields fields = ofJson(JsonBody.object(request), request.pseudonyms());
        new TreeMap<>(request.query()).forEach((name, values) -> {
            boolean field = isNear(name, OF_AN_EVENT) || isNear(name, OF_OTHER_BODIES);
            if (field && !values.equals(List.of(request.pathParameters().getOrDefault(name, "")))) {
                fields.reject(name, "is in the query, expected in the body");
            }
        });
        return fields;
    }

    private static boolean isNear(String name, List<String> fields) {
        return fields.contains(name) || NearMiss.of(name, fields) != null;
    }

    /** The members of a JSON object. */
    static Fields ofJson(Map<String, Object> object) {
        return ofJson(object, Pseudonyms.NONE);
    }

    private static Fields ofJson(Map<String, Object> object, Pseudonyms pseudonyms) {
        return new Fields(object, false, "", new ArrayList<>(), pseudonyms);
    }

    /** Records a fault; those beyond {@link #MAX_ERRORS} are dropped. */
    public void reject(String field, String reason) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(prefix + field, reason));
        }
    }

    /**
     * Reports the faults after reading.
     *
     * @throws ProblemException 400 with every fault
     */
    public void check() {
        rejectNearMisses();
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private void rejectNearMisses() {
        nearMisses(known, this::reject);
        nested.forEach(Fields::rejectNearMisses);
        nested.clear();
    }

    private void nearMisses(Collection<String> fields, BiConsumer<String, String> found) {
        values.keySet().stream()
                .filter(name -> !fields.contains(name))
                .sorted()
                .limit(MAX_UNKNOWN)
                .forEach(name -> {
                    String meant = NearMiss.of(name, fields);
                    if (meant != null) {
                        found.accept(name, "is not a field of this call, expected " + meant);
                    }
                });
    }

    /** A whole number. */
    public int wholeNumber(String field, int min, int max, int absent) {
        Integer number = parsed(field, () -> "a whole number from " + min + " to " + max, value -> {
            Long whole = isQuery ? digits((String) value) : whole(value);
            return whole == null || whole < min || whole > max ? null : Integer.valueOf(whole.intValue());
        });
        return requireNonNullElse(number, absent);
    }

    /** The length of a list: {@code k}. */
    public int k() {
        return wholeNumber("k", ListLength.LEAST, ListLength.MOST, ListLength.STANDARD);
    }

    /** A number. */
    public double number(String field, double min, double max, double absent) {
        Double number = parsed(field, () -> "a number from " + plain(min) + " to " + plain(max), value -> {
            Double real = isQuery ? decimal((String) value) : real(value);
            return real == null || !(real >= min && real <= max) ? null : real;
        });
        return requireNonNullElse(number, absent);
    }

    /** True or false; false when absent. */
    public boolean flag(String field) {
        Boolean flag = parsed(field, "true or false", value -> {
            boolean usable = value instanceof Boolean || (isQuery && (value.equals("true") || value.equals("false")));
            return usable ? Boolean.valueOf(value.toString()) : null;
        });
        return requireNonNullElse(flag, false);
    }

    /** An id of the shop, or null when absent or at fault. */
    public @Nullable String id(String field) {
        Object value = one(field);
        return value == null ? null : idOf(field, value);
    }

    /** A required id; when it is missing or at fault, an empty text and a recorded fault. */
    public String requiredId(String field) {
        if (isAbsent(field)) {
            reject(field, "is missing, expected 1 to " + Ids.MAX_LENGTH + " characters");
            return "";
        }
        return requireNonNullElse(id(field), "");
    }

    /** An id in the path; when it is at fault, or a field of the same name differs, a recorded fault. */
    public String pathId(ApiRequest request, String parameter) {
        String id = idOf(parameter, request.pathParameters().get(parameter));
        Object said = one(parameter);
        if (id != null && said != null && !said.toString().equals(id)) {
            reject(parameter, "is not the id in the path, expected the same or none");
        }
        return requireNonNullElse(id, "");
    }

    /** The user by the name that the shop's state has: a pseudonym where there are any; null when absent or at fault. */
    public @Nullable String user() {
        String id = id(USER);
        return id == null ? null : pseudonyms.of(new UserId(id));
    }

    /** The same of a required one; when it is missing or at fault, an empty text and a recorded fault. */
    public String requiredUser() {
        String id = requiredId(USER);
        return id.isEmpty() ? id : pseudonyms.of(new UserId(id));
    }

    /** The same of the one in the path. */
    public String pathUser(ApiRequest request) {
        String id = pathId(request, USER);
        return id.isEmpty() ? id : pseudonyms.of(new UserId(id));
    }

    /** The same, unless the field {@code as_stored} says that the path holds that name already. */
    public String storedUser(ApiRequest request) {
        return flag("as_stored") ? pathId(request, USER) : pathUser(request);
    }

    /**
     * Ids of the shop, without repeats, in order. In a query: repeated, separated by commas, or both.
     *
     * @param max most ids allowed
     */
    public Set<String> ids(String field, int max) {
        Collection<?> given = list(field, max, isQuery);
        Set<String> ids = new LinkedHashSet<>();
        int i = 0;
        for (Object value : given) {
            String id = idOf(isQuery ? field : field + "[" + i + "]", value);
            if (id != null) {
                ids.add(id);
            }
            i++;
        }
        return ids;
    }

    /**
     * Categories without repeats, in order: in a query, {@code category}, repeated; in JSON, {@code category} and the
     * list {@code categories}. An id may contain a comma but no bar, which separates categories in files.
     */
    public Set<String> categories() {
        Set<String> ids = new LinkedHashSet<>();
        Collection<?> several = isQuery
                ? list("category", CatalogueItem.MAX_CATEGORIES, false)
                : list("categories", CatalogueItem.MAX_CATEGORIES, false);
        if (!isQuery && !isAbsent("category")) {
            addCategory("category", values.get("category"), ids);
        }
        int i = 0;
        for (Object one : several) {
            addCategory(isQuery ? "category" : "categories[" + i++ + "]", one, ids);
        }
        return ids;
    }

    private void addCategory(String field, @Nullable Object value, Set<String> ids) {
        String id = idOf(field, value);
        if (id != null && id.contains(CatalogueItem.BETWEEN_CATEGORIES)) {
            reject(field, Quote.found(id) + "expected an id without |, and several categories as a list");
        } else if (id != null) {
            ids.add(id);
        }
    }

    /**
     * A list of JSON objects, whose faults are recorded here.
     *
     * @param max most objects allowed
     */
    public List<Fields> objects(String field, int max) {
        List<Fields> objects = new ArrayList<>();
        int i = 0;
        for (Object value : list(field, max, false)) {
            String place = field + "[" + i++ + "]";
            if (value instanceof Map<?, ?> object) {
                Fields fields = new Fields(members(object), false, prefix + place + ".", errors, pseudonyms);
                nested.add(fields);
                objects.add(fields);
            } else {
                reject(place, (value == null ? "" : Quote.found(value)) + "expected an object");
            }
        }
        return objects;
    }

    /** The same for a list that must be there; it may be empty. */
    public List<Fields> required(String field, int max) {
        if (isAbsent(field)) {
            reject(field, "is missing, expected a list of at most " + max + " " + field);
        }
        return objects(field, max);
    }

    /**
     * Text that UTF-8 can write, or null when absent or at fault.
     *
     * @param max most characters
     */
    public @Nullable String text(String field, int max) {
        Object value = one(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || text.codePoints().anyMatch(Fields::isHalfAPair)) {
            reject(field, "expected text");
            return null;
        }
        if (text.isEmpty() || text.length() > max) {
            reject(field, "has " + text.length() + " characters, expected 1 to " + max);
            return null;
        }
        return text;
    }

    /**
     * Some of the given names, without repeats, in the order of the request. In a query: repeated, separated by commas,
     * or both.
     *
     * @param all the allowed names
     */
    public Set<String> names(String field, List<String> all) {
        Set<String> named = new LinkedHashSet<>();
        for (Object value : list(field, all.size(), isQuery)) {
            if (value instanceof String name && all.contains(name)) {
                named.add(name);
            } else {
                reject(field, (value == null ? "" : Quote.found(value)) + "expected some of " + String.join(", ", all));
            }
        }
        return named;
    }

    /** The list's placement; null when absent or at fault. */
    public @Nullable String placement() {
        return parsed(
                "placement",
                Placement.EXPECTED,
                value -> value instanceof String name && Placement.isName(name) ? name : null);
    }

    /** An amount of money, or null when absent or at fault. */
    public @Nullable Double amount(String field) {
        return parsed(field, "a number from 0 to 1e15", value -> {
            Double amount = real(value);
            return amount == null || !Money.isPlausible(amount) || amount < 0
                    ? null
                    : Double.valueOf(amount + 0.0); // no -0.0
        });
    }

    /**
     * A required value by its name; null when absent or at fault.
     *
     * @param parse returns null for another name
     * @param names for messages
     */
    public <T> @Nullable T oneOf(String field, Function<String, @Nullable T> parse, String names) {
        if (isAbsent(field)) {
            reject(field, "is missing, expected one of " + names);
        }
        return parsed(field, "one of " + names, name -> name instanceof String text ? parse.apply(text) : null);
    }

    /** A time, given in milliseconds since the epoch or in ISO 8601; null when absent or at fault. */
    public @Nullable Long instantMs(String field) {
        Object value = one(field);
        try {
            return value == null ? null : Long.valueOf(EventDecoder.timestampMs(value));
        } catch (IllegalArgumentException e) {
            reject(field, Quote.found(value) + e.getMessage());
            return null;
        }
    }

    /** The name of an event type; {@code absent} when absent or at fault. */
    public EventType eventType(String field, EventType absent) {
        EventType type = parsed(
                field, EventType.NAMES, name -> name instanceof String text ? EventType.fromWireName(text) : null);
        return requireNonNullElse(type, absent);
    }

    /**
     * The time of an event, in milliseconds since the epoch, given as such or in ISO 8601; {@code absent} when absent or
     * at fault, as when it is in the future.
     *
     * @param nowMs the present
     */
    public long timestampMs(String field, long absent, long nowMs) {
        Object value = one(field);
        if (value == null) {
            return absent;
        }
        try {
            long ms = EventDecoder.timestampMs(value);
            LogTimes.faultOnArrival(ms, nowMs).ifPresent(fault -> reject(field, fault));
            return ms;
        } catch (IllegalArgumentException e) {
            reject(field, Quote.found(value) + e.getMessage());
            return absent;
        }
    }

    /**
     * Decodes this object as an event.
     *
     * @param now the time of an event that has none
     */
    public Decoded event(LongSupplier now) {
        List<Decoded> rejected = new ArrayList<>(1);
        errors.forEach(fault -> rejected.add(new Decoded.Rejected(fault.field(), fault.reason())));
        nearMisses(OF_AN_EVENT, (field, reason) -> rejected.add(new Decoded.Rejected(field, reason)));
        if (values.get("event") instanceof List) {
            rejected.add(new Decoded.Rejected("event", "is a list, expected the name of a type, or events"));
        }
        Decoded decoded = EventDecoder.decode(members(values), isAbsent("timestamp") ? now.getAsLong() : 0);
        if (!rejected.isEmpty()) {
            return rejected.get(0);
        }
        return decoded instanceof Decoded.Accepted accepted
                ? new Decoded.Accepted(pseudonyms.of(accepted.event()))
                : decoded;
    }

    /**
     * A list of 1 to {@code max} objects, each with its own faults: a bad one is not a fault of the list. An entry that
     * is not an object has that fault.
     */
    public List<Fields> each(String field, int max) {
        known.add(field);
        List<?> list = values.get(field) instanceof List<?> given ? given : null;
        if (list == null || list.isEmpty() || list.size() > max) {
            String found = list == null ? "" : "has " + list.size() + " entries, ";
            reject(field, found + "expected a list of 1 to " + max + " " + field);
            return List.of();
        }
        List<Fields> each = new ArrayList<>(list.size());
        for (Object entry : list) {
            Fields fields = ofJson(entry instanceof Map<?, ?> object ? members(object) : Map.of(), pseudonyms);
            if (!(entry instanceof Map<?, ?>)) {
                fields.reject(field + "[" + each.size() + "]", "expected an object");
            }
            each.add(fields);
        }
        return each;
    }

    /** Records the fields of an event that stand beside a list of events or impressions, where nothing would read them. */
    public void rejectEventBeside(String list) {
        rejectBeside(list, OF_AN_EVENT);
    }

    /** Records the fields of an item that stand beside a list of items. */
    public void rejectItemBeside(String list) {
        rejectBeside(list, OF_AN_ITEM);
    }

    private void rejectBeside(String list, List<String> fields) {
        fields.stream()
                .filter(name -> !known.contains(name) && !isAbsent(name))
                .forEach(
                        name -> reject(name, "stands beside " + list + ", expected it in an entry of a list or alone"));
    }

    /** The first short name, in the order of the alphabet, that is not a field of this call; null when there is none. */
    public @Nullable String unknown() {
        return values.keySet().stream()
                .filter(name -> !known.contains(name) && name.length() <= NearMiss.LONGEST)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Whether a field is present, even if {@code null}. */
    public boolean has(String field) {
        return values.containsKey(field);
    }

    /** Whether a field is missing or {@code null}. */
    public boolean isAbsent(String field) {
        known.add(field);
        return values.get(field) == null;
    }

    /** The value of a field; null when absent, or at fault, which is recorded. */
    private <T> @Nullable T parsed(String field, String expected, Function<Object, @Nullable T> parse) {
        return parsed(field, () -> expected, parse);
    }

    /** @param expected asked only for a message */
    private <T> @Nullable T parsed(String field, Supplier<String> expected, Function<Object, @Nullable T> parse) {
        Object value = one(field);
        T parsed = value == null ? null : parse.apply(value);
        if (value != null && parsed == null) {
            reject(field, Quote.found(value) + "expected " + expected.get());
        }
        return parsed;
    }

    private @Nullable Object one(String field) {
        known.add(field);
        Object value = values.get(field);
        if (isQuery && value instanceof List<?> list) {
            if (list.size() > 1) {
                reject(field, "is given " + list.size() + " times, expected once");
                return null;
            }
            return list.get(0);
        }
        return value;
    }

    private Collection<?> list(String field, int max, boolean split) {
        known.add(field);
        Object value = values.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> given)) {
            reject(field, Quote.found(value) + "expected a list");
            return List.of();
        }
        List<?> list = !split
                ? given
                : given.stream()
                        .flatMap(text -> Arrays.stream(((String) text).split(",")))
                        .filter(part -> !part.isEmpty())
                        .toList();
        // Empty entries of a query are dropped but counted: openapi.yaml limits how often a parameter may occur.
        int entries = Math.max(given.size(), list.size());
        if (entries > max) {
            reject(field, "has " + entries + " entries, expected at most " + max);
            return List.of();
        }
        return list;
    }

    private @Nullable String idOf(String field, @Nullable Object value) {
        boolean whole = value instanceof Integer || value instanceof Long || value instanceof java.math.BigInteger;
        if (value == null || (!(value instanceof String) && !whole)) {
            reject(field, (value == null ? "" : Quote.found(value)) + "expected text or a whole number");
            return null;
        }
        String id = value.toString();
        String fault = Ids.fault(id);
        if (fault != null) {
            reject(field, fault);
            return null;
        }
        return id;
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are text
    private static Map<String, Object> members(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    private static boolean isHalfAPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static @Nullable Long whole(Object value) {
        return value instanceof Integer || value instanceof Long ? Long.valueOf(((Number) value).longValue()) : null;
    }

    private static @Nullable Double real(Object value) {
        return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }

    private static @Nullable Long digits(String text) {
        boolean usable = text.length() <= 18 && text.matches("-?[0-9]+");
        return usable ? Long.valueOf(text) : null;
    }

    private static @Nullable Double decimal(String text) {
        boolean usable = text.length() <= 30 && text.matches("-?[0-9]+([.][0-9]+)?([eE]-?[0-9]{1,3})?");
        return usable ? Double.valueOf(text) : null;
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound);
    }
}
