package io.nextcart.functions.rollout;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.RunRecord;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The result of a training, from its record. */
final class RunResult {
    /** The time of a version, and the hash of its content. */
    private static final Pattern VERSION = Pattern.compile("\\d{8}T\\d{6}Z-([0-9a-f]{8})");

    private RunResult() {}

    /** The outcome; {@code failed} when the training left no readable record. */
    static JsonFields of(ObjectStore store, String run) throws IOException {
        String place = store.location() + "/" + RunRecord.key(run);
        Optional<Tagged> document = store.get(RunRecord.key(run));
        if (document.isEmpty()) {
            return failed("The training left no result: " + place + " is missing.");
        }
        RunRecord record;
        try {
            record = RunRecord.read(document.get().bytes(), place);
        } catch (DamagedDocumentException e) {
            return failed(e.getMessage() + ".");
        }
        String version = record.models().version();
        RunRecord.Failure failure = record.failure();
        StringBuilder message = new StringBuilder();
        if (failure != null) {
            message.append("Stage " + failure.stage() + ": " + failure.cause() + "\n");
        }
        record.lines().forEach(line -> message.append(line).append('\n'));
        String champion = record.outcome() == RunOutcome.CANDIDATE ? servingTheSame(store, version) : null;
        if (champion != null) {
            return RolloutAnswer.result(
                    RunOutcome.REFUSED,
                    version,
                    "Nextcart: nothing new was learnt",
                    "Nothing new was learnt: model " + version + " is byte for byte model " + champion
                            + ", which still serves. No trial starts.\n" + message);
        }
        return RolloutAnswer.result(
                record.outcome(),
                version,
                subject(record.outcome()),
                message.isEmpty() ? "Run " + run + "." : message.toString());
    }

    /** The champion, if by its name it has the content of the new model: a trial of the two would prove nothing. */
    private static @Nullable String servingTheSame(ObjectStore store, @Nullable String made) throws IOException {
        Optional<Tagged> current = store.get(Current.KEY);
        if (current.isEmpty() || made == null) {
            return null;
        }
        String champion = Current.read(current.get().bytes(), store.location() + "/" + Current.KEY)
                .champion();
        Matcher old = VERSION.matcher(champion);
        Matcher next = VERSION.matcher(made);
        boolean same = old.matches() && next.matches() && old.group(1).equals(next.group(1));
        return same && !champion.equals(made) ? champion : null;
    }

    private static JsonFields failed(String message) {
        return RolloutAnswer.result(RunOutcome.FAILED, null, subject(RunOutcome.FAILED), message);
    }

    private static String subject(RunOutcome outcome) {
        return switch (outcome) {
            case PUBLISHED -> "Nextcart: a new model serves";
            case CANDIDATE -> "Nextcart: a new model passed the gate";
            case REFUSED -> "Nextcart: the gate refused the new model";
            case UNUSABLE -> "Nextcart: the log cannot be used";
            case FAILED -> "Nextcart: the training failed";
        };
    }
}
