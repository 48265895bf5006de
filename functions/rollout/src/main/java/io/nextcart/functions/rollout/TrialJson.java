package io.nextcart.functions.rollout;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.rollout.Trial.Decision;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Trial} as the JSON object that docs/rollout.md describes. Fields that this code does not know are ignored. */
final class TrialJson {
    private static final String RUNNING = "running";

    private TrialJson() {}

    static byte[] write(Trial trial) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("challenger", trial.challenger());
        fields.put("champion", trial.champion());
        fields.put("share", trial.share());
        fields.put("started_at", Instant.ofEpochMilli(trial.startedMs()).toString());
        fields.put("state", trial.ended() ? stateOf(trial.decision()) : RUNNING);
        fields.put("decision", trial.decision().wireName());
        fields.put("reason", trial.reason());
        Long decidedMs = trial.decidedMs();
        fields.put(
                "ended_at",
                decidedMs == null ? null : Instant.ofEpochMilli(decidedMs).toString());
        fields.put("watcher", trial.watcher());
        fields.put("looks", trial.looks());
        return JSON.std
                .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                .asBytes(fields);
    }

    private static String stateOf(Decision decision) {
        return decision == Decision.PROMOTE ? "promoted" : "rolled_back";
    }

    /**
     * Reads a document.
     *
     * @param challenger whose record it must be
     * @param place for messages
     */
    static Trial read(byte[] json, String challenger, String place) throws DamagedTrialException {
        try {
            return trial(JsonObject.parse(json), challenger);
        } catch (IOException e) {
            throw new DamagedTrialException(place + ": " + e.getMessage() + ", expected the record of a trial", e);
        } catch (IllegalArgumentException e) {
            throw new DamagedTrialException(place + ": " + e.getMessage(), e);
        }
    }

    private static Trial trial(Map<?, ?> fields, String challenger) {
        if (!challenger.equals(fields.get("challenger"))) {
            throw wrong(fields, "challenger", "'" + challenger + "', as the object's name says");
        }
        Decision decision = decision(fields);
        boolean ended = !RUNNING.equals(text(fields, "state", "running, promoted or rolled_back"));
        if (ended && (decision == Decision.CONTINUE || !stateOf(decision).equals(fields.get("state")))) {
            throw wrong(
                    fields, "state", decision == Decision.CONTINUE ? RUNNING : RUNNING + " or " + stateOf(decision));
        }
        Long endedMs = fields.get("ended_at") == null && decision == Decision.CONTINUE
                ? null
                : Long.valueOf(moment(fields, "ended_at"));
        return new Trial(
                challenger,
                version(fields, "champion"),
                share(fields),
                moment(fields, "started_at"),
                decision,
                text(fields, "reason", "a text"),
                endedMs,
                ended,
                fields.get("watcher") == null ? null : text(fields, "watcher", "the name of an execution"),
                looks(fields));
    }

    private static Decision decision(Map<?, ?> fields) {
        for (Decision decision : Decision.values()) {
            if (decision.wireName().equals(fields.get("decision"))) {
                return decision;
            }
        }
        throw wrong(fields, "decision", "continue, promote or roll_back");
    }

    private static double share(Map<?, ?> fields) {
        // Of a share of 0 or 1 there is nothing to compare.
        if (fields.get("share") instanceof Number share && share.doubleValue() > 0 && share.doubleValue() < 1) {
            return share.doubleValue();
        }
        throw wrong(fields, "share", "a number above 0 and below 1");
    }

    private static long moment(Map<?, ?> fields, String field) {
        String expected = "a moment such as 2026-03-01T10:00:00Z";
        try {
            return Instant.parse(text(fields, field, expected)).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw wrong(fields, field, expected);
        }
    }

    @SuppressWarnings("unchecked") // of JSON objects every key is a text
    private static List<Map<String, @Nullable Object>> looks(Map<?, ?> fields) {
        if (!(fields.get("looks") instanceof List<?> list)) {
            throw wrong(fields, "looks", "a list");
        }
        List<Map<String, @Nullable Object>> looks = new ArrayList<>();
        for (Object look : list) {
            if (!(look instanceof Map<?, ?>)) {
                throw new IllegalArgumentException(
                        "look " + looks.size() + " of field 'looks' is " + look + ", expected an object");
            }
            looks.add((Map<String, @Nullable Object>) look);
        }
        return looks;
    }

    private static String version(Map<?, ?> fields, String field) {
        String text = text(fields, field, "the name of a version");
        if (!ObjectKey.isSegment(text)) {
            throw wrong(fields, field, "the name of a version");
        }
        return text;
    }

    private static String text(Map<?, ?> fields, String field, String expected) {
        if (fields.get(field) instanceof String text) {
            return text;
        }
        throw wrong(fields, field, expected);
    }

    private static IllegalArgumentException wrong(Map<?, ?> fields, String field, String expected) {
        @Nullable Object value = fields.get(field);
        String shown = value instanceof String ? "'" + value + "'" : value == null ? "missing" : value.toString();
        return new IllegalArgumentException("field '" + field + "' is " + shown + ", expected " + expected);
    }
}
