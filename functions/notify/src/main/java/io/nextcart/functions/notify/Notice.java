package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of the topic.
 *
 * @param subject may be empty
 * @param message plain text, or what CloudWatch writes of an alarm
 */
record Notice(String subject, String message) {
    Notice {
        requireNonNull(subject, "subject is null");
        requireNonNull(message, "message is null");
    }

    /**
     * The messages that SNS hands over.
     *
     * @throws IOException when it is no event of SNS
     */
    static List<Notice> read(InputStream in) throws IOException {
        if (!(JSON.std.mapFrom(in).get("Records") instanceof List<?> records)) {
            throw new IOException("no Records, expected an event of SNS");
        }
        List<Notice> notices = new ArrayList<>();
        for (Object record : records) {
            Map<?, ?> sns = object(object(record).get("Sns"));
            if (!(sns.get("Message") instanceof String message)) {
                throw new IOException("a record has no Sns.Message, expected an event of SNS");
            }
            notices.add(new Notice(sns.get("Subject") instanceof String subject ? subject : "", message));
        }
        return notices;
    }

    /** What a person reads: subject, then message; of an alarm its name, its state and why. */
    String text() {
        Map<?, ?> alarm = alarm();
        if (alarm.get("AlarmName") instanceof String name) {
            boolean over = "OK".equals(alarm.get("NewStateValue"));
            return (over ? "Over: " : "Alarm: ") + name + "\n"
                    + part(alarm, "AlarmDescription")
                    + part(alarm, "NewStateReason")
                    + part(alarm, "Region").strip();
        }
        return subject.isEmpty() ? message : subject + "\n\n" + message;
    }

    private Map<?, ?> alarm() {
        if (!message.startsWith("{")) {
            return Map.of();
        }
        try {
            return JSON.std.mapFrom(message);
        } catch (IOException e) {
            return Map.of(); // not CloudWatch's: sent as it is
        }
    }

    private static String part(Map<?, ?> alarm, String name) {
        return alarm.get(name) instanceof String text && !text.isBlank() ? text + "\n" : "";
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
