package io.nextcart.functions.events;

import io.nextcart.data.Pseudonyms;
import io.nextcart.functions.api.ApiHandler;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.api.Router;

/** The Lambda behind the calls on events, users, items and rules: {@code functions/openapi.yaml}. Thread-safe. */
public final class EventsHandler extends ApiHandler {
    public EventsHandler(EventsService service) {
        this(service, RequestLog.NONE, Cors.NONE, ApiKeys.NONE);
    }

    /** With the users' own ids. */
    EventsHandler(EventsService service, RequestLog log, Cors cors, ApiKeys keys) {
        this(service, log, cors, keys, Pseudonyms.NONE);
    }

    /**
     * @param log called after each request
     * @param cors which pages may read the responses
     * @param keys accepted; a request through a gateway needs one
     * @param pseudonyms that take the place of the ids of users
     */
    public EventsHandler(EventsService service, RequestLog log, Cors cors, ApiKeys keys, Pseudonyms pseudonyms) {
        super(
                router(
                        new EventCalls(service),
                        new CatalogueCalls(service),
                        new RuleCalls(service.rules()),
                        new BrowserTag(),
                        new ConsolePage()),
                log,
                cors,
                keys,
                pseudonyms);
    }

    private static Router router(
            EventCalls calls, CatalogueCalls catalogue, RuleCalls rules, BrowserTag tag, ConsolePage console) {
        return new Router()
                .onPage("POST", "/v1/events", calls::post)
                .on("GET", "/v1/users/{user_id}/events", calls::last)
                .onAdmin("GET", "/v1/users/{user_id}/export", calls::export)
                .onAdmin("DELETE", "/v1/users/{user_id}", calls::delete)
                .on("GET", "/v1/items/{item_id}", catalogue::get)
                .on("PUT", "/v1/items/{item_id}", catalogue::put)
                .on("DELETE", "/v1/items/{item_id}", catalogue::delete)
                .on("POST", "/v1/items", catalogue::post)
                .on("GET", "/v1/rules", rules::all)
                .onAdmin("PUT", "/v1/rules", rules::replace)
                .on("GET", "/v1/rules/{rule_id}", rules::get)
                .onAdmin("PUT", "/v1/rules/{rule_id}", rules::put)
                .onAdmin("DELETE", "/v1/rules/{rule_id}", rules::delete)
                .onOpen("GET", "/v1/nextcart.js", tag::get)
                .onOpen("GET", "/console", request -> console.page())
                .on("POST", "/put", calls::compatiblePut)
                .on("POST", "/get", calls::compatibleGet);
    }
}
