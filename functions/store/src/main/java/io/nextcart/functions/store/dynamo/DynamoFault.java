package io.nextcart.functions.store.dynamo;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in one line what DynamoDB would not do, and why. */
final class DynamoFault {
    private DynamoFault() {}

    /**
     * The fault as an exception.
     *
     * @param done what could not be done to the table, as in "cannot be read"
     */
    static IOException of(String table, String done, SdkException e) {
        return new IOException("DynamoDB table " + table + ": cannot be " + done + ": " + reason(e), e);
    }

    /** An item that nobody of ours has written. */
    static IOException damaged(String table, String key, RuntimeException e) {
        return new IOException(
                "DynamoDB table " + table + ": the item of " + key + " is damaged: " + e.getMessage(), e);
    }

    static String reason(SdkException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (message.startsWith("Unable to load credentials")) {
            return "no AWS credentials found (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or a role)";
        }
        if (message.startsWith("Unable to load region")) {
            return "no AWS region found (set AWS_REGION)";
        }
        return message;
    }
}
