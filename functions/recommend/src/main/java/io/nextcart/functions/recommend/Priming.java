package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Asks one question before the first shopper does, so that no shopper waits while classes load: the request is decoded, every
 * source and the ranker work, the event store is asked for a shopper who does not exist.
 */
final class Priming {
    private static final JsonFactory JSON = new JsonFactory();
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
        try {
            handler.handleRequest(
                    new ByteArrayInputStream(event(body(session))), OutputStream.nullOutputStream(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }

    private static byte[] event(String body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("httpMethod", "POST");
            json.writeStringField("path", "/v1/recommendations");
            json.writeStringField("body", body);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static String body(List<Ranking.Item> session) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("user_id", "nextcart-priming");
            json.writeArrayFieldStart("session");
            for (Ranking.Item item : session) {
                json.writeStartObject();
                json.writeStringField("item_id", item.itemId());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }
}
