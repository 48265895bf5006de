package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What came of a training, from the {@code runs/<run>.json} that it left. */
final class RunResult {
    private static final Map<String, String> SUBJECTS = Map.of(
            "published", "Nextcart: a new model serves",
            "candidate", "Nextcart: a new model passed the gate",
            "refused", "Nextcart: the gate refused the new model",
            "unusable", "Nextcart: the log cannot be used",
            "failed", "Nextcart: the training failed");

    /** The time of its making, and the hash of its content. */
    private static final Pattern VERSION = Pattern.compile("\\d{8}T\\d{6}Z-([0-9a-f]{8})");

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
        Optional<String> same = name.equals("candidate") ? servingTheSame(fields.get("version")) : Optional.empty();
        same.ifPresent(champion -> message.append("Nothing new was learnt: model ")
                .append(fields.get("version"))
                .append(" is byte for byte model ")
                .append(champion)
                .append(", which serves on. No trial begins.\n"));
        if (fields.get("failure") instanceof Map<?, ?> failure) {
            message.append("Stage ").append(failure.get("stage")).append(": ");
            message.append(failure.get("cause")).append('\n');
        }
        if (fields.get("lines") instanceof List<?> lines) {
            lines.forEach(line -> message.append(line).append('\n'));
        }
        Map<String, Object> answer =
                answer(name, fields.get("version"), message.isEmpty() ? "Run " + run + "." : message.toString());
        if (same.isPresent()) {
            answer.put("outcome", "refused");
            answer.put("subject", "Nextcart: nothing new was learnt");
        }
        return answer;
    }

    /** The champion when its name says that it has the content of a new model: a trial of the two would prove nothing. */
    private Optional<String> servingTheSame(@Nullable Object version) throws IOException {
        Optional<Tagged> current = store.get(Current.KEY);
        if (current.isEmpty() || !(version instanceof String made)) {
            return Optional.empty();
        }
        String champion = Current.read(current.get().bytes(), store.location() + "/" + Current.KEY)
                .champion();
        Matcher old = VERSION.matcher(champion);
        Matcher next = VERSION.matcher(made);
        return old.matches()
                        && next.matches()
                        && !champion.equals(made)
                        && old.group(1).equals(next.group(1))
                ? Optional.of(champion)
                : Optional.empty();
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
