package io.nextcart.local.pipeline;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rollout Lambda's contract without a store: gives the answers that a test prepares, and records requests. */
final class RolloutFake implements RequestStreamHandler {
    private final Map<String, Deque<Object>> answers = new LinkedHashMap<>();
    final List<Map<String, Object>> asked = new ArrayList<>();

    /** No trial, a candidate, a trial that is promoted at the second look. */
    RolloutFake() {
        answer("lift", Map.of("state", "off"));
        answer("status", Map.of("trial", "none", "champion", "v1"));
        answer("result", said("outcome", "candidate", Map.of("version", "v2")));
        answer("start", said("state", "trial", Map.of("version", "v2")));
        answer("watch", Map.of("state", "trial"));
        answer("compare", said("decision", "continue", Map.of()), said("decision", "promote", Map.of()));
    }

    /** The answers of an action, one after another, the last one repeatedly; an exception is thrown. */
    RolloutFake answer(String action, Object... inTurn) {
        answers.put(action, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    static Map<String, Object> said(String field, String value, Map<String, Object> more) {
        Map<String, Object> said = new LinkedHashMap<>(more);
        said.put(field, value);
        said.put("subject", "Nextcart: " + value);
        said.put("message", "It is " + value + ".");
        return said;
    }

    List<Object> actions() {
        return asked.stream().map(event -> event.get("action")).toList();
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Map<String, Object> event = JSON.std.mapFrom(in);
        asked.add(event);
        Deque<Object> left = answers.get(event.get("action"));
        Object answer = left.size() > 1 ? left.poll() : left.peek();
        if (answer instanceof IOException failure) {
            throw failure;
        }
        Map<String, Object> given = new LinkedHashMap<>();
        ((Map<?, ?>) answer).forEach((key, value) -> given.put(String.valueOf(key), value));
        given.putIfAbsent("challenger", null);
        given.putIfAbsent("version", "v2");
        given.putIfAbsent("watch", "keep");
        JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).write(given, out);
    }
}
