package io.nextcart.functions.rollout;

import io.nextcart.functions.rollout.Trial.Decision;
import io.nextcart.store.document.Current;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told to a person, and to the pipeline with it. Subjects are ASCII and shorter than 100 characters, as SNS asks. */
final class Message {
    private static final double PERCENT = 100;

    private Message() {}

    /** No trial: the version serves everybody. */
    static Map<String, Object> promotedAtOnce(String version) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", "promoted");
        answer.put("version", version);
        answer.put("subject", "Nextcart: a new model serves");
        answer.put("message", "Model " + version + " serves every shopper, without a trial.");
        return answer;
    }

    /** A trial runs. */
    static Map<String, Object> begun(String version, Current current, TrialSettings settings) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", "trial");
        answer.put("version", version);
        answer.put("subject", "Nextcart: a new model is on trial");
        answer.put(
                "message",
                String.format(
                        Locale.ROOT,
                        "Model %s is shown to %.1f %% of the shoppers, for %d h at most. Model %s serves the others.",
                        version,
                        PERCENT * current.challengerShare(),
                        settings.longest().toHours(),
                        current.champion()));
        return answer;
    }

    /** A look, or the last one of a trial that is over. */
    static Map<String, Object> compared(Trial trial) {
        Map<String, @Nullable Object> look = trial.looks().isEmpty()
                ? Map.of()
                : trial.looks().get(trial.looks().size() - 1);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("decision", trial.decision().wireName());
        answer.put("watch", "keep");
        answer.put("version", trial.challenger());
        answer.put("reason", trial.reason());
        answer.put("champion", counts(look, "champion", trial.champion()));
        answer.put("challenger", counts(look, "challenger", trial.challenger()));
        answer.put("subject", subject(trial.decision()));
        answer.put("message", text(trial, look));
        return answer;
    }

    /** For a watcher whose trial somebody else watches now: there is nothing left to do or to tell. */
    static Map<String, Object> left(Trial trial) {
        String reason = "execution " + trial.watcher() + " watches it now";
        Map<String, Object> answer = compared(trial);
        answer.put("decision", Decision.CONTINUE.wireName());
        answer.put("watch", "leave");
        answer.put("reason", reason);
        answer.put("subject", subject(Decision.CONTINUE));
        answer.put("message", "The trial of model " + trial.challenger() + ": " + reason + ".\n");
        return answer;
    }

    private static String subject(Decision decision) {
        return switch (decision) {
            case CONTINUE -> "Nextcart: the trial goes on";
            case PROMOTE -> "Nextcart: the new model is promoted";
            case ROLL_BACK -> "Nextcart: the new model is rolled back";
        };
    }

    private static Map<String, Object> counts(Map<String, @Nullable Object> look, String variant, String version) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("version", version);
        if (look.get(variant) instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> counts.put(String.valueOf(name), value));
        }
        return counts;
    }

    private static String text(Trial trial, Map<String, @Nullable Object> look) {
        StringBuilder text = new StringBuilder();
        String verdict = switch (trial.decision()) {
            case CONTINUE -> "goes on";
            case PROMOTE -> "is over: it serves every shopper now";
            case ROLL_BACK -> "is over: " + trial.champion() + " serves every shopper";
        };
        text.append("The trial of model ")
                .append(trial.challenger())
                .append(' ')
                .append(verdict);
        text.append(". Why: ").append(trial.reason()).append(".\n");
        for (String variant : List.of("champion", "challenger")) {
            if (look.get(variant) instanceof Map<?, ?> counts) {
                text.append(variant).append(": ");
                text.append(counts.get("converted")).append(" of ").append(counts.get("completed"));
                text.append(" shoppers with an add-to-cart; ")
                        .append(counts.get("clicks"))
                        .append(" clicks, ");
                text.append(counts.get("add_to_carts")).append(" add-to-carts, ");
                if (counts.get("add_to_carts_without_id") instanceof Number without && without.longValue() > 0) {
                    text.append(without).append(" more without a recommendation_id, ");
                }
                text.append(counts.get("purchases")).append(" purchases; ");
                text.append(counts.get("mismatched")).append(" events name another model.\n");
            }
        }
        if (look.get("objects_skipped") instanceof Number skipped && skipped.longValue() > 0) {
            text.append(skipped)
                    .append(" objects of the log cannot be read, or not to their end; what else they hold"
                            + " is missing in these numbers");
            if (look.get("skipped") instanceof List<?> names) {
                text.append(": ").append(names.stream().map(String::valueOf).collect(Collectors.joining(", ")));
                text.append(names.size() < skipped.longValue() ? " and others" : "");
            }
            text.append(".\n");
        }
        if (look.get("rows_skipped") instanceof Number skipped && skipped.longValue() > 0) {
            text.append(skipped).append(" rows of the other objects are no events.\n");
        }
        return text.toString();
    }
}
