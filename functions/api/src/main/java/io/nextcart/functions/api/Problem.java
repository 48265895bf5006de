package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Why a request was not answered, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> has it.
 *
 * @param status HTTP status, 400–599
 * @param title the same for every problem of its kind
 * @param detail one sentence for a person
 * @param errors every field at fault
 * @param headers that the answer carries
 */
public record Problem(int status, String title, String detail, List<FieldError> errors, Map<String, String> headers) {
    private static final int LONGEST_SHOWN_PATH = 200;

    public Problem {
        requireNonNull(title, "title is null");
        requireNonNull(detail, "detail is null");
        errors = List.copyOf(requireNonNull(errors, "errors is null"));
        headers = Map.copyOf(requireNonNull(headers, "headers is null"));
    }

    /** 400: fields that cannot be used. */
    public static Problem invalid(List<FieldError> errors) {
        FieldError first = errors.get(0);
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new Problem(400, "Bad Request", first.field() + ": " + first.reason() + more, errors, Map.of());
    }

    /** 400: one field that cannot be used. */
    public static Problem invalid(String field, String reason) {
        return invalid(List.of(new FieldError(field, reason)));
    }

    /** 404: no call has this path. */
    static Problem noSuchPath(String path) {
        String shown = path.length() <= LONGEST_SHOWN_PATH ? path : path.substring(0, LONGEST_SHOWN_PATH) + "…";
        return new Problem(404, "Not Found", "No call has the path " + shown, List.of(), Map.of());
    }

    /** 405: the path takes other methods. */
    static Problem wrongMethod(String allowed) {
        return new Problem(
                405, "Method Not Allowed", "This path takes " + allowed, List.of(), Map.of("allow", allowed));
    }

    /** 413: more bytes than are read. */
    static Problem tooLarge(int limitBytes) {
        return new Problem(
                413, "Content Too Large", "The body is larger than " + limitBytes + " bytes", List.of(), Map.of());
    }

    /** 503: what is needed to answer does not answer now; the same request may be sent again. */
    public static Problem unavailable(String detail, int retryAfterSeconds) {
        return new Problem(
                503,
                "Service Unavailable",
                detail,
                List.of(),
                Map.of("retry-after", Integer.toString(retryAfterSeconds)));
    }

    /** 500: a fault of ours. Tells nothing but the id to look for in the logs. */
    static Problem internal(String requestId) {
        return new Problem(
                500,
                "Internal Server Error",
                "The request could not be answered; the log names it " + requestId,
                List.of(),
                Map.of());
    }

    /** The problem as an answer. */
    public ApiResponse toResponse() {
        String body = ApiResponse.text(json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            if (!errors.isEmpty()) {
                json.writeArrayFieldStart("errors");
                for (FieldError error : errors) {
                    json.writeStartObject();
                    json.writeStringField("field", error.field());
                    json.writeStringField("reason", error.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
        return new ApiResponse(status, "application/problem+json", headers, body, List.of());
    }
}
