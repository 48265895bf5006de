package io.nextcart.functions.recommend;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An error response of S3: one line with status, code, message and the request's id. */
final class S3Fault extends IOException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_BODY_BYTES = 1 << 14;
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final String code;
    private final boolean passing;

    private S3Fault(String message, String code, boolean passing) {
        super(message);
        this.code = code;
        this.passing = passing;
    }

    /**
     * Reads a response that is not 200.
     *
     * @param region that the request was signed for
     * @throws IOException when the response breaks off
     */
    static S3Fault of(HttpURLConnection connection, String region) throws IOException {
        int status = connection.getResponseCode();
        String body = body(status < 400 ? connection.getInputStream() : connection.getErrorStream());
        String code = element(body, "Code");
        StringBuilder message = new StringBuilder().append(status);
        if (!code.isEmpty()) {
            message.append(' ').append(code).append(": ").append(element(body, "Message"));
        }
        String home = connection.getHeaderField("x-amz-bucket-region");
        if (home != null && !home.equals(region)) {
            message.append("; the bucket is in ").append(home).append(", the request was signed for ");
            message.append(region);
        }
        String id = connection.getHeaderField("x-amz-request-id");
        if (id != null) {
            message.append(" (request ").append(id).append(')');
        }
        return new S3Fault(message.toString().replaceAll("\\s+", " "), code, PASSING.contains(status));
    }

    /** Whether the bucket exists, but not the object. */
    boolean isNoSuchKey() {
        return code.equals("NoSuchKey");
    }

    /** Whether the same request may succeed a little later. */
    boolean isPassing() {
        return passing;
    }

    private static String body(@Nullable InputStream answer) throws IOException {
        if (answer == null) {
            return "";
        }
        try (answer) {
            return new String(answer.readNBytes(LONGEST_BODY_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static String element(String xml, String name) {
        int from = xml.indexOf("<" + name + ">");
        int to = xml.indexOf("</" + name + ">");
        return from < 0 || to < from ? "" : xml.substring(from + name.length() + 2, to);
    }
}
