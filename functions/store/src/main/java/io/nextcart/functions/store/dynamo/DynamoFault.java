package io.nextcart.functions.store.dynamo;

import io.nextcart.data.AwsFault;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;

/** Explains in one line what DynamoDB refused, and why. */
final class DynamoFault {
    private DynamoFault() {}

    /** A call of DynamoDB. */
    interface Call<T> {
        T run() throws IOException;
    }

    /**
     * Makes a call; its errors become an exception with a one-line message.
     *
     * @param done what the call does to the table, as in "cannot be read"
     * @param key of the item, for messages about a damaged one
     */
    static <T> T explain(String table, String done, String key, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (SdkException e) {
            throw of(table, done, e);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "DynamoDB table " + table + ": the item of " + key + " is damaged: " + e.getMessage(), e);
        }
    }

    /** A DynamoDB error as an exception. */
    static IOException of(String table, String done, SdkException e) {
        return new IOException("DynamoDB table " + table + ": cannot be " + done + ": " + AwsFault.reason(e), e);
    }
}
