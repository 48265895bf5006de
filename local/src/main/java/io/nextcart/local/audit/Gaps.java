package io.nextcart.local.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects gaps, and the first example of each kind. */
final class Gaps {
    private final Map<Gap.Kind, Gap> found = new EnumMap<>(Gap.Kind.class);

    void add(Gap.Kind kind, String example) {
        add(kind, 1, example);
    }

    /** @param count 0 adds nothing */
    void add(Gap.Kind kind, long count, String example) {
        if (count > 0) {
            found.merge(
                    kind,
                    new Gap(kind, count, example),
                    (first, more) -> new Gap(kind, first.count() + more.count(), first.example()));
        }
    }

    boolean has(Gap.Kind kind) {
        return found.containsKey(kind);
    }

    List<Gap> found() {
        return new ArrayList<>(found.values());
    }
}
