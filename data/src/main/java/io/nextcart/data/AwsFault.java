package io.nextcart.data;

/** Explains in one line why the AWS SDK failed. */
public final class AwsFault {
    private AwsFault() {}

    /** The first line of the fault's message; for missing settings, what to set instead. */
    public static String reason(Exception fault) {
        String message = String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
        if (message.startsWith("Unable to load credentials")) {
            return "no AWS credentials found (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role)";
        }
        return message.startsWith("Unable to load region") ? "no AWS region found (set AWS_REGION)" : message;
    }
}
