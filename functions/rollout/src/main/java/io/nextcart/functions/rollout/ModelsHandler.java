package io.nextcart.functions.rollout;

import io.nextcart.functions.api.ApiHandler;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.Router;
import io.nextcart.functions.rollout.today.TodayCalls;
import io.nextcart.functions.rollout.today.Traffic;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.registry.Registry;
import java.time.Clock;

/** The Lambda of the shop's staff: the calls with the tag models in {@code functions/openapi.yaml}. Thread-safe. */
public final class ModelsHandler extends ApiHandler {
    /** Behind a gateway that checks the keys. */
    public ModelsHandler(ObjectStore store, Traffic traffic, Clock clock) {
        this(store, traffic, clock, RequestLog.NONE, Cors.NONE, ApiKeys.NONE);
    }

    /**
     * @param store where models are published
     * @param traffic what the functions counted
     * @param log called after each request
     * @param cors which pages may read the responses
     * @param keys accepted; a request through a gateway needs one
     */
    ModelsHandler(ObjectStore store, Traffic traffic, Clock clock, RequestLog log, Cors cors, ApiKeys keys) {
        super(
                router(new ModelCalls(new Registry(store), clock), new TodayCalls(store, traffic, clock)),
                log,
                cors,
                keys);
    }

    private static Router router(ModelCalls models, TodayCalls today) {
        return new Router()
                .on("GET", "/v1/models", models::all)
                .onAdmin("PUT", "/v1/models/champion", models::serve)
                .onAdmin("GET", "/v1/models/{version}/report", models::report)
                .onAdmin("GET", "/v1/today", today::today);
    }
}
