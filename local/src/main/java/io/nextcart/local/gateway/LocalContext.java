package io.nextcart.local.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.api.LambdaContext;
import java.util.UUID;

/** The context that Lambda passes to a handler, with what one machine can provide. */
public final class LocalContext {
    private static final int MEMORY_MB = 1024;
    private static final String FUNCTION = "nextcart-local";
    private static final String ARN = "arn:aws:lambda:local:000000000000:function:" + FUNCTION;

    private LocalContext() {}

    /** The context of a call with a new id and a time limit. */
    public static Context within(long timeoutMs) {
        return new LambdaContext(
                MEMORY_MB,
                System.currentTimeMillis() + timeoutMs,
                UUID.randomUUID().toString(),
                "local",
                "local",
                FUNCTION,
                null,
                "$LATEST",
                ARN,
                null,
                null,
                null);
    }
}
