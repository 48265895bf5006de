package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.store.document.JsonFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Sends one request before the first shopper does, so that no shopper waits while classes load: the request is decoded, every
 * source and the ranker work, the event store is asked for a user who does not exist.
 */
final class Priming {
    private static final int SESSION = 3;

    private final RecommendHandler handler;
    private final RecommendService service;

    Priming(RecommendHandler handler, RecommendService service) {
        this.handler = requireNonNull(handler, "handler is null");
        this.service = requireNonNull(service, "service is null");
    }

    /** Asks for someone who looked at the most popular items. */
    void prime() {
        List<Ranking.Item> session =
                service.popular(SESSION, Query.Filters.NONE).ranking().items();
        String body = new JsonFields()
                .put("user_id", "nextcart-priming")
                .putAll("session", session, item -> new JsonFields().put("item_id", item.itemId()))
                .toText();
        byte[] event = new JsonFields()
                .put("httpMethod", "POST")
                .put("path", "/v1/recommendations")
                .put("body", body)
                .toBytes();
        try {
            handler.handleRequest(new ByteArrayInputStream(event), OutputStream.nullOutputStream(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }
}
