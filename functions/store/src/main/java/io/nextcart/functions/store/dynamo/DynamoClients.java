package io.nextcart.functions.store.dynamo;

import io.nextcart.data.AwsFault;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Creates clients that fit into a shop's request: a throttled or failed call is retried after a growing, random wait,
 * and all ends before API Gateway gives up. Region, credentials and {@code AWS_ENDPOINT_URL_DYNAMODB} come from the AWS
 * SDK's usual sources.
 */
public final class DynamoClients {
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration SOCKET = Duration.ofSeconds(3);
    private static final Duration WHOLE_CALL = Duration.ofSeconds(10);

    private DynamoClients() {}

    /** A client that lives as long as the process: one per Lambda. */
    public static DynamoDbClient open() {
        try {
            return builder(SOCKET, WHOLE_CALL).build();
        } catch (SdkException e) {
            throw new IllegalArgumentException("DynamoDB: " + AwsFault.reason(e), e);
        }
    }

    /** A builder with the same settings, for more. */
    static DynamoDbClientBuilder builder(Duration socket, Duration wholeCall) {
        BackoffStrategy wait = BackoffStrategy.exponentialDelay(FIRST_WAIT, LONGEST_WAIT);
        StandardRetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(wait)
                .throttlingBackoffStrategy(wait)
                .build();
        return DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(socket))
                .overrideConfiguration(
                        settings -> settings.retryStrategy(retries).apiCallTimeout(wholeCall));
    }
}
