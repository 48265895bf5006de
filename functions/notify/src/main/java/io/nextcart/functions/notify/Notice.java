package io.nextcart.functions.notify;

import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/** Words a message of the topic: subject, then message; for a CloudWatch alarm, its name, state and reason. */
final class Notice {
    private Notice() {}

    static String text(SNS sns) {
        Map<String, Object> alarm = alarm(sns.getMessage());
        if (alarm.get("AlarmName") instanceof String name) {
            boolean over = "OK".equals(alarm.get("NewStateValue"));
            return (over ? "Over: " : "Alarm: ") + name + "\n"
                    + part(alarm, "AlarmDescription")
                    + part(alarm, "NewStateReason")
                    + part(alarm, "Region").strip();
        }
        return sns.getSubject() == null ? sns.getMessage() : sns.getSubject() + "\n\n" + sns.getMessage();
    }

    /** The fields of CloudWatch's JSON; empty for any other message, which is sent unchanged. */
    private static Map<String, Object> alarm(String message) {
        try {
            return message.startsWith("{") ? JSON.std.mapFrom(message) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static String part(Map<String, Object> alarm, String name) {
        return alarm.get(name) instanceof String text && !text.isBlank() ? text + "\n" : "";
    }
}
