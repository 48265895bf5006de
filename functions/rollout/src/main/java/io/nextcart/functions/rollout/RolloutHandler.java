package io.nextcart.functions.rollout;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.data.Environment;
import io.nextcart.functions.api.FunctionLog;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Lambda that the nightly pipeline calls: one JSON object in, one out; docs/rollout.md describes both. */
public final class RolloutHandler implements RequestStreamHandler {
    private final RolloutService service;

    /** For Lambda. */
    public RolloutHandler() {
        this(System.getenv(), Clock.systemUTC(), FunctionLog.start("rollout", System.getenv(), System.out));
    }

    /**
     * @param environment {@code NEXTCART_STORE}, where models are published; {@code NEXTCART_ARCHIVE}, the archive, by
     *     default the same place; {@code NEXTCART_TRIAL_*}, the rules of trials; {@code NEXTCART_CONTROL_SHARE}, as in
     *     {@code recommend}
     * @param clock may be one on which time passes quickly
     */
    public RolloutHandler(Map<String, String> environment, Clock clock) {
        this(environment, clock, RequestLog.NONE);
    }

    private RolloutHandler(Map<String, String> environment, Clock clock, RequestLog metrics) {
        Environment variables = new Environment(environment);
        String store = variables.required("NEXTCART_STORE", "s3://bucket/prefix or a folder");
        String archive = variables.optional("NEXTCART_ARCHIVE", store);
        TrialSettings settings = TrialSettings.of(variables);
        variables.check();
        service = new RolloutService(ObjectStores.open(store), ObjectStores.open(archive), settings, clock, metrics);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        out.write(service.answer(RolloutRequest.read(in.readAllBytes())).toBytes());
    }
}
