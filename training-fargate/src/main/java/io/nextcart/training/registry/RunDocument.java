package io.nextcart.training.registry;

import io.nextcart.store.ObjectKey;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a training left of itself, {@code runs/<run>.json}, looked at before a word of it is told. */
final class RunDocument {
    private static final Set<String> OUTCOMES = Set.of("published", "candidate", "refused", "unusable", "failed");

    private RunDocument() {}

    /** The document; empty when there is none, damaged when a field holds what no training writes. */
    static Details in(ObjectStore store, String key) throws IOException {
        Details found = Details.in(store, key, "what a training came to");
        // A refused model leaves its manifest beside the documents of the runs.
        return found.equals(Details.NOTHING) || !found.problem().isEmpty() || found.has("format_version")
                ? found
                : checked(found, store.location() + "/" + key);
    }

    private static Details checked(Details run, String place) {
        if (!OUTCOMES.contains(run.text("outcome"))) {
            return run.wrong(place, "outcome", "published, candidate, refused, unusable or failed");
        }
        if (run.has("version") && !ObjectKey.isSegment(run.text("version"))) {
            return run.wrong(place, "version", "the name of a version");
        }
        if (run.count("ended_at") < 0) {
            return run.wrong(place, "ended_at", "milliseconds since 1970");
        }
        if (run.has("events") && run.count("events") < 0) {
            return run.wrong(place, "events", "a count");
        }
        if (run.has("failure") && !isFailure(run.map().get("failure"))) {
            return run.wrong(place, "failure", "an object with stage and cause");
        }
        if (run.has("lines") && !isTexts(run.map().get("lines"))) {
            return run.wrong(place, "lines", "a list of texts");
        }
        return run;
    }

    private static boolean isFailure(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                && map.get("stage") instanceof String
                && map.get("cause") instanceof String;
    }

    private static boolean isTexts(@Nullable Object value) {
        return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    }
}
