package io.nextcart.functions.rollout.today;

import io.nextcart.store.document.JsonFields;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one day, or the sums of several.
 *
 * @param fromMs when counting began, milliseconds since the epoch
 */
record Period(long fromMs, Map<Figure, Double> figures) {
    private static final List<Figure> LEVELS = List.of(
            Figure.LEVEL_PERSONAL,
            Figure.LEVEL_SESSION,
            Figure.LEVEL_SIMILAR,
            Figure.LEVEL_CATEGORY,
            Figure.LEVEL_POPULAR,
            Figure.LEVEL_EMPTY);

    /** The levels of generic lists: the same for every shopper. */
    private static final List<Figure> FALLBACKS =
            List.of(Figure.LEVEL_CATEGORY, Figure.LEVEL_POPULAR, Figure.LEVEL_EMPTY);

    static Period of(Traffic.Day day) {
        return new Period(day.fromMs(), day.figures());
    }

    /** The sums of one day or more, without percentiles, which do not add up. */
    static Period sumOf(List<Traffic.Day> days) {
        Map<Figure, Double> sums = new EnumMap<>(Figure.class);
        days.forEach(day -> day.figures().forEach((figure, value) -> {
            if (figure.isSum()) {
                sums.merge(figure, value, Double::sum);
            }
        }));
        return new Period(days.get(0).fromMs(), sums);
    }

    /** 0 when it is not known. */
    double sum(Figure figure) {
        return figures.getOrDefault(figure, 0.0);
    }

    private double sum(List<Figure> of) {
        return of.stream().mapToDouble(this::sum).sum();
    }

    /** Unknown figures are null. */
    JsonFields toJson() {
        JsonFields json = new JsonFields().putInstant("from", fromMs);
        for (Figure figure : Figure.values()) {
            json.put(figure.wireName(), shortest(figures.get(figure)));
        }
        double answers = sum(LEVELS);
        return json.put("fallback_share", answers > 0 ? sum(FALLBACKS) / answers : null);
    }

    private static @Nullable Number shortest(@Nullable Double value) {
        return value != null && value == Math.rint(value) ? (Number) value.longValue() : value;
    }
}
