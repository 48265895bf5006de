package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

/**
 * What is wrong with one field of a request.
 *
 * @param field by its name in the request, such as {@code k} or {@code session[3].item_id}; {@code body} for the whole body
 * @param reason what it holds and what was expected
 */
public record FieldError(String field, String reason) {
    public FieldError {
        requireNonNull(field, "field is null");
        requireNonNull(reason, "reason is null");
    }
}
