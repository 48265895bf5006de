package io.nextcart.data.browser;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client of a browser's DevTools over one WebSocket: matches responses to commands by number, and collects events.
 */
public final class DevTools implements WebSocket.Listener {
    /** Enough for a busy machine; a browser that hangs still fails the test. */
    private static final int PATIENCE_SECONDS = 120;

    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, Object>>> answers = new ConcurrentHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final StringBuilder message = new StringBuilder();

    /** What happened in a tab, such as {@code Page.loadEventFired}. */
    record Event(String session, String method, Map<?, ?> params) {}

    DevTools(URI endpoint) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(endpoint, this)
                .join();
    }

    /**
     * Sends a command and waits for its response.
     *
     * @param session of a tab, or null for the browser itself
     * @throws IOException when the browser rejects the command or does not respond
     */
    Map<String, Object> ask(@Nullable String session, String method, Map<String, ?> params) throws IOException {
        int number = numbers.incrementAndGet();
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("id", number);
        command.put("method", method);
        command.put("params", params);
        if (session != null) {
            command.put("sessionId", session);
        }
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        answers.put(number, answer);
        Map<String, Object> reply = await(
                socket.sendText(JSON.std.asString(command), true).thenCompose(sent -> answer),
                "no answer to " + method);
        if (reply.containsKey("error")) {
            throw new IOException(method + ": " + reply.get("error"));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        ((Map<?, ?>) reply.get("result")).forEach((name, value) -> result.put(String.valueOf(name), value));
        return result;
    }

    /**
     * Waits for an event in a tab.
     *
     * @throws IOException when it does not occur
     */
    void awaitEvent(String session, String method) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (events) {
            while (events(session, method).isEmpty()) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (leftMs <= 0) {
                    throw new IOException("no " + method + " within " + PATIENCE_SECONDS + " s");
                }
                try {
                    events.wait(leftMs);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("no " + method + ": interrupted", e);
                }
            }
        }
    }

    /** The events of a tab so far, by method name. */
    List<Event> events(String session, String method) {
        synchronized (events) {
            return events.stream()
                    .filter(event ->
                            event.session().equals(session) && event.method().equals(method))
                    .toList();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        answers.values().forEach(answer -> answer.completeExceptionally(error));
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
        onError(webSocket, new IOException("the browser hung up: " + status + " " + reason));
        return null;
    }

    private void take(String text) {
        Map<String, Object> one;
        try {
            one = JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (one.get("id") instanceof Number number) {
            CompletableFuture<Map<String, Object>> answer = answers.remove(number.intValue());
            if (answer != null) {
                answer.complete(one);
            }
            return;
        }
        synchronized (events) {
            events.add(new Event(
                    String.valueOf(one.get("sessionId")),
                    String.valueOf(one.get("method")),
                    one.get("params") instanceof Map<?, ?> params ? params : Map.of()));
            events.notifyAll();
        }
    }

    private static <T> T await(CompletableFuture<T> what, String otherwise) throws IOException {
        try {
            return what.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(otherwise + " within " + PATIENCE_SECONDS + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(otherwise, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(otherwise + ": interrupted", e);
        }
    }
}
