package io.nextcart.training.registry;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a document of the store, such as a manifest's details, read without trust: what is not there is empty, a number that is
 * none is NaN.
 *
 * @param map its fields; of a damaged document nothing but a {@code problem}
 * @param problem what is wrong with the document, in one line with its place; empty when nothing is
 */
public record Details(Map<?, ?> map, String problem) {
    /** A document that is not there. */
    public static final Details NOTHING = new Details(Map.of());

    private static final int MOST_SHOWN = 60;

    public Details {
        requireNonNull(map, "map is null");
        requireNonNull(problem, "problem is null");
    }

    /** A document that nothing is known against. */
    Details(Map<?, ?> map) {
        this(map, "");
    }

    /** A document that says something else than it should. */
    static Details damaged(String problem) {
        return new Details(Map.of("problem", problem), problem);
    }

    /** What a training left in the manifest of its model. */
    public static Details of(Manifest manifest) {
        return new Details(manifest.details().asMap());
    }

    /**
     * A JSON object of a store; one that is not there is empty, one that is none is damaged.
     *
     * @param expected what it should be, for the message
     */
    static Details in(ObjectStore store, String key, String expected) throws IOException {
        Optional<ObjectSource.Tagged> found = store.get(key);
        if (found.isEmpty()) {
            return NOTHING;
        }
        try {
            return new Details(JsonObject.parse(found.get().bytes()));
        } catch (IOException e) {
            return damaged(store.location() + "/" + key + ": " + e.getMessage() + ", expected " + expected);
        }
    }

    /** This document as a damaged one, for what a field holds. */
    Details wrong(String place, String field, String expected) {
        Object value = map.get(field);
        String shown = String.valueOf(value).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        if (shown.length() > MOST_SHOWN) {
            shown = shown.substring(0, MOST_SHOWN) + "…";
        }
        return damaged(place + ": field '" + field + "' is "
                + (value == null ? "missing" : value instanceof String ? "'" + shown + "'" : shown) + ", expected "
                + expected);
    }

    /** The object under a name. */
    public Details at(String field) {
        return new Details(map.get(field) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    /** The objects of a list, in its order. */
    public List<Details> list(String field) {
        List<Details> all = new ArrayList<>();
        if (map.get(field) instanceof List<?> list) {
            for (Object one : list) {
                all.add(new Details(one instanceof Map<?, ?> inner ? inner : Map.of()));
            }
        }
        return all;
    }

    /** A list, as text. */
    public List<String> texts(String field) {
        return map.get(field) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A finite number, or NaN. */
    public double number(String field) {
        return map.get(field) instanceof Number number && Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : Double.NaN;
    }

    /** A whole number, or −1. */
    public long count(String field) {
        double number = number(field);
        return Double.isNaN(number) ? -1 : (long) number;
    }

    /** A text, or an empty one. */
    public String text(String field) {
        return map.get(field) instanceof String text ? text : "";
    }

    /** Whether there is anything under a name. */
    public boolean has(String field) {
        return map.get(field) != null;
    }

    /** The names, in the document's order. */
    public List<String> names() {
        return map.keySet().stream().map(String::valueOf).toList();
    }
}
