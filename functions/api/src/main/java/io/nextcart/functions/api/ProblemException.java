package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.JsonFields;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem document, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> defines it. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 200;

    private final int status;
    private final String title;
    private final transient List<FieldError> errors;
    private final transient Map<String, String> headers;

    /**
     * @param status HTTP status, 400–599
     * @param title the same for all problems of a kind
     * @param detail one sentence for a person
     */
    private ProblemException(
            int status, String title, String detail, List<FieldError> errors, Map<String, String> headers) {
        // Bad input is common and needs no stack trace.
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /**
     * What is wrong with one field of a request.
     *
     * @param field its name in the request, such as {@code k} or {@code session[3].item_id}; {@code body} for the whole
     *     body
     * @param reason its value and what was expected
     */
    public record FieldError(String field, String reason) {
        public FieldError {
            requireNonNull(field, "field is null");
            requireNonNull(reason, "reason is null");
        }
    }

    /** 400: unusable fields. */
    public static ProblemException invalid(List<FieldError> errors) {
        FieldError first = errors.get(0);
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new ProblemException(400, "Bad Request", first.field() + ": " + first.reason() + more, errors, Map.of());
    }

    /** 400: one unusable field. */
    public static ProblemException invalid(String field, String reason) {
        return invalid(List.of(new FieldError(field, reason)));
    }

    /** 401: no API key. */
    static ProblemException unauthorized(String detail) {
        return new ProblemException(401, "Unauthorized", detail, List.of(), Map.of());
    }

    /** 403: an API key without the right to make this call. */
    static ProblemException forbidden(String detail) {
        return new ProblemException(403, "Forbidden", detail, List.of(), Map.of());
    }

    /** 404: no call has this path. */
    static ProblemException noSuchPath(String path) {
        String shown = path.length() <= LONGEST_SHOWN ? path : path.substring(0, LONGEST_SHOWN) + "…";
        return notFound("No call has the path " + shown);
    }

    /** 404: the requested object does not exist. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "Not Found", detail, List.of(), Map.of());
    }

    /** 405: the path has other methods. */
    static ProblemException wrongMethod(String allowed) {
        return new ProblemException(
                405, "Method Not Allowed", "This path takes " + allowed, List.of(), Map.of("allow", allowed));
    }

    /** 412: the object is not as the caller's {@code If-Match} or {@code If-None-Match} expects. */
    public static ProblemException preconditionFailed(String detail) {
        return new ProblemException(412, "Precondition Failed", detail, List.of(), Map.of());
    }

    /** 413: too many bytes. */
    static ProblemException tooLarge() {
        return new ProblemException(413, "Content Too Large", ApiRequest.TOO_LARGE, List.of(), Map.of());
    }

    /** 415: an unsupported content encoding. */
    static ProblemException unknownEncoding(String encoding) {
        String shown = encoding.length() <= LONGEST_SHOWN ? encoding : encoding.substring(0, LONGEST_SHOWN) + "…";
        String detail = "Content-Encoding is '" + shown + "', expected gzip or none";
        return new ProblemException(
                415, "Unsupported Media Type", detail, List.of(), Map.of("accept-encoding", "gzip"));
    }

    /** 503: a store does not respond; the request may be sent again. */
    public static ProblemException unavailable(String detail, int retryAfterSeconds) {
        Map<String, String> headers = Map.of("retry-after", Integer.toString(retryAfterSeconds));
        return new ProblemException(503, "Service Unavailable", detail, List.of(), headers);
    }

    /** 500: a fault of ours. Shows only the id to look up in the log. */
    static ProblemException internal(String requestId) {
        String detail = "The request could not be answered; its id in the log is " + requestId;
        return new ProblemException(500, "Internal Server Error", detail, List.of(), Map.of());
    }

    public int status() {
        return status;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public ApiResponse toResponse() {
        JsonFields problem = new JsonFields()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage());
        if (!errors.isEmpty()) {
            problem.putAll(
                    "errors",
                    errors,
                    error -> new JsonFields().put("field", error.field()).put("reason", error.reason()));
        }
        return new ApiResponse(status, "application/problem+json", headers, problem.toText(), List.of());
    }
}
