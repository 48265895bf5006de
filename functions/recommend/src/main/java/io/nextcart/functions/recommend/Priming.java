package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.functions.api.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        String body = Json.object(json -> {
            json.writeStringField("user_id", "nextcart-priming");
            json.writeArrayFieldStart("session");
            for (Ranking.Item item : session) {
                json.writeStartObject();
                json.writeStringField("item_id", item.itemId());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        String event = Json.object(json -> {
            json.writeStringField("httpMethod", "POST");
            json.writeStringField("path", "/v1/recommendations");
            json.writeStringField("body", body);
        });
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream(),
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }
}
