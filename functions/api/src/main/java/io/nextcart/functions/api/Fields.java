package io.nextcart.functions.api;

import static java.util.Objects.requireNonNullElse;

import io.nextcart.data.EventType;
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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one request, from its query or a JSON object: the one place that validates them. A reader that finds a
 * fault records it and returns the default, so {@link #check} reports all faults at once. An absent or {@code null}
 * field takes its default. Unknown fields are ignored, except that a name almost equal to a field's is a fault.
 */
public final class Fields extends FieldReader {
    private static final String USER = "user_id";

    private final Pseudonyms pseudonyms;
    /** Objects read from lists. */
    private final List<Fields> nested = new ArrayList<>();

    private Fields(
            Map<String, ?> values, boolean isQuery, String prefix, List<FieldError> errors, Pseudonyms pseudonyms) {
        super(values, isQuery, prefix, errors);
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
            if (FieldNames.isOfABody(name)
                    && !values.equals(List.of(request.pathParameters().getOrDefault(name, "")))) {
                fields.reject(name, "is in the query, expected in the body");
            }
        });
        return fields;
    }

    /** The members of a JSON object. */
    static Fields ofJson(Map<String, Object> object) {
        return ofJson(object, Pseudonyms.NONE);
    }

    private static Fields ofJson(Map<String, Object> object, Pseudonyms pseudonyms) {
        return new Fields(object, false, "", new ArrayList<>(), pseudonyms);
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
        FieldNames.nearMisses(values.keySet(), known, this::reject);
        nested.forEach(Fields::rejectNearMisses);
        nested.clear();
    }

    /** The length of a list: {@code k}. */
    public int k() {
        return wholeNumber("k", ListLength.LEAST, ListLength.MOST, ListLength.STANDARD);
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
        FieldNames.nearMisses(
                values.keySet(),
                FieldNames.OF_AN_EVENT,
                (field, reason) -> rejected.add(new Decoded.Rejected(field, reason)));
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
        rejectBeside(list, FieldNames.OF_AN_EVENT);
    }

    /** Records the fields of an item that stand beside a list of items. */
    public void rejectItemBeside(String list) {
        rejectBeside(list, FieldNames.OF_AN_ITEM);
    }

    private void rejectBeside(String list, List<String> fields) {
        fields.stream()
                .filter(name -> !known.contains(name) && !isAbsent(name))
                .forEach(
                        name -> reject(name, "stands beside " + list + ", expected it in an entry of a list or alone"));
    }

    @SuppressWarnings("unchecked") // keys of JSON objects are text
    private static Map<String, Object> members(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }
}
