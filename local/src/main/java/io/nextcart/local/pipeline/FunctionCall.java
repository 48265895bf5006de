package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.local.gateway.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stands for {@code lambda:invoke}: calls a Lambda's handler within this process, and fails as Lambda does. */
final class FunctionCall implements Resource {
    /** As long as a Lambda may run. */
    private static final long DEADLINE_MS = 900_000;

    private final RequestStreamHandler handler;

    FunctionCall(RequestStreamHandler handler) {
        this.handler = requireNonNull(handler, "handler is null");
    }

    @Override
    public Object call(Map<?, ?> parameters) throws StateFailure {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("StatusCode", 200);
        result.put("Payload", invoke(parameters.get("Payload")));
        return result;
    }

    private @Nullable Object invoke(@Nullable Object event) throws StateFailure {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(Scope.json(event).getBytes(StandardCharsets.UTF_8)), out, context());
            return out.size() == 0 ? null : JSON.std.anyFrom(out.toString(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    /** A call's context, with the time that a Lambda has. */
    static LocalContext context() {
        return new LocalContext(UUID.randomUUID().toString(), System.currentTimeMillis() + DEADLINE_MS);
    }

    /** What a handler throws is the answer of the call, and its class is the error's name. */
    static StateFailure failure(Exception e) {
        return new StateFailure(
                e.getClass().getSimpleName(),
                Scope.json(Map.of(
                        "errorMessage",
                        String.valueOf(e.getMessage()),
                        "errorType",
                        e.getClass().getName())));
    }
}
