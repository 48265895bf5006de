package io.nextcart.training.registry;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A training that left no model in the store.
 *
 * @param outcome {@code refused} by the gate; {@code unusable} log or settings; {@code failed}; or {@code damaged} when the document
 *     of the run is none
 * @param version the name that a refused model had, or null
 * @param endedAtMs milliseconds since the epoch, or −1 when not known
 * @param events of the log, or −1 when it was not read
 * @param cause one line
 */
public record FruitlessRun(
        String run, String outcome, @Nullable String version, long endedAtMs, long events, String cause) {
    private static final Set<String> FRUITLESS = Set.of("refused", "unusable", "failed");
    private static final String DAMAGED = "damaged";
    private static final String JSON = ".json";
    /** What a line of a training's summary begins with that tells why the gate refused. */
    private static final String REFUSAL = "Gate: ";

    public FruitlessRun {
        requireNonNull(run, "run is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(cause, "cause is null");
    }

    /**
     * Reads the document of a run.
     *
     * @param file its name
     * @return empty when the run gave a model, or when the document is another, such as the manifest that a refused model leaves
     */
    static Optional<FruitlessRun> of(String file, Details document) {
        String problem = document.problem();
        String outcome = problem.isEmpty() ? document.text("outcome") : DAMAGED;
        if (!file.endsWith(JSON) || (problem.isEmpty() && !FRUITLESS.contains(outcome))) {
            return Optional.empty();
        }
        String version = document.text("version");
        long events = document.count("events");
        return Optional.of(new FruitlessRun(
                file.substring(0, file.length() - JSON.length()),
                outcome,
                version.isEmpty() ? null : version,
                document.count("ended_at"),
                events == 0 ? -1 : events,
                problem.isEmpty() ? cause(document) : problem));
    }

    private static String cause(Details document) {
        Details failure = document.at("failure");
        if (failure.has("cause")) {
            return failure.text("stage") + ": " + failure.text("cause");
        }
        String refusals = document.texts("lines").stream()
                .filter(line -> line.startsWith(REFUSAL))
                .map(line -> line.substring(REFUSAL.length()))
                .collect(Collectors.joining("; "));
        return refusals.isEmpty() ? "no cause was left" : refusals;
    }

    /** The same as a JSON object, in a fixed order. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", run);
        map.put("version", version);
        map.put("state", outcome);
        map.put("problem", cause);
        map.put("ended_at", endedAtMs < 0 ? null : endedAtMs);
        map.put("events", events < 0 ? null : events);
        return map;
    }
}
