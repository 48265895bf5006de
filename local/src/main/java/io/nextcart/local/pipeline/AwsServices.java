package io.nextcart.local.pipeline;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.local.asl.Execution;
import io.nextcart.local.asl.StateFailure;
import io.nextcart.local.gateway.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands in for the AWS services that the pipeline calls, except the training itself. Each call fails as in AWS. */
final class AwsServices {
    private static final JSON NULLS_TOO = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);
    /** Lambda's maximum timeout. */
    private static final long DEADLINE_MS = 900_000;

    private static final Pattern SUBJECT = Pattern.compile("[!-~][ -~]{0,99}");
    private static final int LONGEST_MESSAGE_BYTES = 262_144;

    private final Pipeline.Parts parts;
    private final Consumer<String> lines;

    /** @param lines receives each message, and a line when the notifier fails */
    AwsServices(Pipeline.Parts parts, Consumer<String> lines) {
        this.parts = parts;
        this.lines = lines;
    }

    /** The services by the resource names of the definition. */
    Map<String, Execution.Resource> resources() {
        return Map.of(
                "arn:aws:states:::aws-sdk:s3:listObjectsV2", this::list,
                "arn:aws:states:::lambda:invoke", this::invoke,
                "arn:aws:states:::sns:publish", this::publish,
                // No alarms exist on one machine.
                "arn:aws:states:::aws-sdk:cloudwatch:describeAlarms", parameters -> Map.of("MetricAlarms", List.of()));
    }

    /** Counts the objects of the archive; each additional event log counts as one. */
    private Object list(Map<?, ?> parameters) throws StateFailure {
        try {
            int objects = parts.archive()
                    .list(String.valueOf(parameters.get("Prefix")))
                    .size();
            return Map.of("KeyCount", objects + parts.files());
        } catch (IOException e) {
            throw new StateFailure(
                    "S3.S3Exception", parts.archive().location() + ": cannot be listed: " + e.getMessage());
        }
    }

    private Object invoke(Map<?, ?> parameters) throws StateFailure {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            byte[] event = NULLS_TOO.asBytes(parameters.get("Payload"));
            parts.rollout().handleRequest(new ByteArrayInputStream(event), out, LocalContext.within(DEADLINE_MS));
            result.put("Payload", out.size() == 0 ? null : JSON.std.anyFrom(out.toByteArray()));
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
        result.put("StatusCode", 200);
        return result;
    }

    /**
     * Prints a message and passes it to the notifier. Refuses what SNS would: <a
     * href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>.
     */
    private Object publish(Map<?, ?> parameters) throws StateFailure {
        String subject = String.valueOf(parameters.get("Subject"));
        String message = String.valueOf(parameters.get("Message"));
        if (!SUBJECT.matcher(subject).matches()) {
            throw invalid("Subject is '" + subject + "', expected 1 to 100 ASCII characters");
        }
        int bytes = message.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_MESSAGE_BYTES) {
            throw invalid("Message has " + bytes + " bytes, expected 1 to " + LONGEST_MESSAGE_BYTES);
        }
        lines.accept("message: " + subject + ": " + message);
        if (parts.notifier() != null) {
            try {
                SNS sns = new SNS().withSubject(subject).withMessage(message).withMessageId("local");
                SNSRecord record = new SNSRecord().withEventSource("aws:sns").withSns(sns);
                parts.notifier()
                        .handleRequest(new SNSEvent().withRecords(List.of(record)), LocalContext.within(DEADLINE_MS));
            } catch (RuntimeException e) {
                // A message is published once the topic has it, even if it reaches nobody.
                lines.accept("the message could not be forwarded: " + failure(e).getMessage());
            }
        }
        return Map.of("MessageId", "local");
    }

    /** A handler's exception is the answer of the call, and its class the error's name. */
    private static StateFailure failure(Exception e) {
        return StateFailure.of(
                e.getClass().getSimpleName(),
                Map.of(
                        "errorMessage",
                        String.valueOf(e.getMessage()),
                        "errorType",
                        e.getClass().getName()));
    }

    private static StateFailure invalid(String what) {
        return new StateFailure("Sns.InvalidParameterException", what);
    }
}
