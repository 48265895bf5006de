package io.nextcart.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A part of a manifest's details, read without trust: what is not there is empty, a number that is none is NaN. */
record Details(Map<?, ?> map) {
    Details at(String field) {
        return new Details(map.get(field) instanceof Map<?, ?> inner ? inner : Map.of());
    }

    List<Details> list(String field) {
        List<Details> all = new ArrayList<>();
        if (map.get(field) instanceof List<?> list) {
            for (Object one : list) {
                all.add(new Details(one instanceof Map<?, ?> inner ? inner : Map.of()));
            }
        }
        return all;
    }

    List<String> texts(String field) {
        return map.get(field) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    double number(String field) {
        return map.get(field) instanceof Number number && Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : Double.NaN;
    }

    String text(String field) {
        return map.get(field) instanceof String text ? text : "";
    }

    boolean has(String field) {
        return map.get(field) != null;
    }

    List<String> names() {
        return map.keySet().stream().map(String::valueOf).toList();
    }
}
