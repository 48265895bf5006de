package io.nextcart.local.gateway;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.UUID;

/** Contexts of calls, for tests of handlers. */
public final class LocalContexts {
    private LocalContexts() {}

    /** A call that must be answered within some milliseconds. */
    public static Context within(long ms) {
        return new LocalContext(UUID.randomUUID().toString(), System.currentTimeMillis() + ms);
    }
}
