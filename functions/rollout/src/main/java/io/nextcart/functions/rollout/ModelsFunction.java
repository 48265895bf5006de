package io.nextcart.functions.rollout;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Environment;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.FunctionLog;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.rollout.today.CloudWatch;
import io.nextcart.functions.rollout.today.Traffic;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entry point for Lambda: {@link ModelsHandler} over the store that the environment names. */
public final class ModelsFunction implements RequestStreamHandler {
    private final ModelsHandler handler;

    public ModelsFunction() {
        this(System.getenv(), FunctionLog.start("models", System.getenv(), System.out));
    }

    /**
     * @param environment {@code NEXTCART_STORE}, where models are published, the keys that are accepted, and what
     *     {@link CloudWatch} needs
     */
    public ModelsFunction(Map<String, String> environment, RequestLog log) {
        Environment variables = new Environment(environment);
        String store = variables.required("NEXTCART_STORE", "s3://bucket/prefix or a folder");
        ApiKeys keys = ApiKeys.named(variables);
        Clock clock = Clock.systemUTC();
        Traffic traffic = CloudWatch.named(variables, clock);
        variables.check();
        handler = new ModelsHandler(ObjectStores.open(store), traffic, clock, log, Cors.named(environment), keys);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        handler.handleRequest(in, out, context);
    }
}
