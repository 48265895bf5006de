package io.nextcart.functions.store.dynamo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Deletes items 25 at a time; those that DynamoDB leaves unprocessed are sent again after a growing, random wait. */
final class BatchDeletes {
    /** Most items of one BatchWriteItem. */
    private static final int BATCH = 25;

    private static final int ATTEMPTS = 10;
    private static final BackoffStrategy WAIT =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofSeconds(2));

    private final DynamoDbClient client;
    private final String table;
    private final ParallelCalls calls;

    BatchDeletes(DynamoDbClient client, String table, ParallelCalls calls) {
        this.client = client;
        this.table = table;
        this.calls = calls;
    }

    void run(List<Map<String, AttributeValue>> keys) throws IOException {
        List<ParallelCalls.Call> batches = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<WriteRequest> writes = new ArrayList<>(BATCH);
            for (Map<String, AttributeValue> key : keys.subList(from, Math.min(keys.size(), from + BATCH))) {
                writes.add(WriteRequest.builder()
                        .deleteRequest(request -> request.key(key))
                        .build());
            }
            batches.add(() -> batch(writes));
        }
        calls.run(batches);
    }

    private void batch(List<WriteRequest> writes) throws IOException {
        List<WriteRequest> left = writes;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                pause(attempt);
            }
            List<WriteRequest> now = left;
            left = client.batchWriteItem(request -> request.requestItems(Map.of(table, now)))
                    .unprocessedItems()
                    .getOrDefault(table, List.of());
            if (left.isEmpty()) {
                return;
            }
        }
        throw new IOException("DynamoDB table " + table + ": cannot be written: " + left.size()
                + " items were left over " + ATTEMPTS + " times, the table is throttled");
    }

    private void pause(int attempt) throws IOException {
        try {
            Thread.sleep(WAIT.computeDelay(attempt).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
