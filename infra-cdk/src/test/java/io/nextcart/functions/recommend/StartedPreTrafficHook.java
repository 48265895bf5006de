package io.nextcart.functions.recommend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Environment;
import java.util.Map;

/** Starts the hook with variables other than this process's. */
public final class StartedPreTrafficHook {
    private StartedPreTrafficHook() {}

    public static RequestStreamHandler by(Map<String, String> environment) {
        return new PreTrafficHook(new Environment(environment));
    }
}
