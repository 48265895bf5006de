package io.nextcart.local.runtime;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;

/**
 * One request on its way through a function.
 *
 * @param id names it in logs
 * @param event JSON, UTF-8
 * @param deadlineMs when it must be answered, milliseconds since the epoch
 * @param answer what the function answers
 */
record Invocation(String id, byte[] event, long deadlineMs, CompletableFuture<byte[]> answer) {
    Invocation {
        requireNonNull(id, "id is null");
        requireNonNull(event, "event is null");
        requireNonNull(answer, "answer is null");
    }
}
