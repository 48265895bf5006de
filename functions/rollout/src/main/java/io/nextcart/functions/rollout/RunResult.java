package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.engine.bundle.ObjectSource.Tagged;
import io.nextcart.engine.bundle.ObjectStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of a training, from the {@code runs/<run>.json} that it left. */
final class RunResult {
    private static final Map<String, String> SUBJECTS = Map.of(
            "published", "Nextcart: a new model serves",
            "candidate", "Nextcart: a new model passed the gate",
            "refused", "Nextcart: the gate refused the new model",
            "unusable", "Nextcart: the log cannot be used",
            "failed", "Nextcart: the training failed");

    private final ObjectStore store;

    RunResult(ObjectStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /** The outcome; {@code failed} when the training left nothing that can be read. */
    Map<String, Object> of(String run) throws IOException {
        String key = "runs/" + run + ".json";
        Optional<Tagged> document = store.get(key);
        if (document.isEmpty()) {
            return answer(
                    "failed", null, "The training left no result: " + store.location() + "/" + key + " is missing.");
        }
        Object parsed;
        try {
            parsed = JSON.std.anyFrom(document.get().bytes());
        } catch (IOException e) {
            parsed = null;
        }
        if (!(parsed instanceof Map<?, ?> fields)) {
            return answer("failed", null, store.location() + "/" + key + " is no JSON object.");
        }
        Object outcome = fields.get("outcome");
        if (!(outcome instanceof String name) || !SUBJECTS.containsKey(name)) {
            return answer("failed", null, store.location() + "/" + key + ": outcome is " + outcome + ".");
        }
        StringBuilder message = new StringBuilder();
        if (fields.get("failure") instanceof Map<?, ?> failure) {
            message.append("Stage ").append(failure.get("stage")).append(": ");
            message.append(failure.get("cause")).append('\n');
        }
        if (fields.get("lines") instanceof List<?> lines) {
            lines.forEach(line -> message.append(line).append('\n'));
        }
        return answer(name, fields.get("version"), message.isEmpty() ? "Run " + run + "." : message.toString());
    }

    private static Map<String, Object> answer(String outcome, @Nullable Object version, String message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("outcome", outcome);
        answer.put("version", version);
        answer.put("subject", SUBJECTS.get(outcome));
        answer.put("message", message);
        return answer;
    }
}
