package io.nextcart.local.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * As much of HTTP/1.1 as the runtime interface client speaks: one connection, one request after the other. The JDK's own
 * server is no choice here: it ends a request that waits longer than the gateway allows.
 */
final class HttpMessages {
    private static final int LONGEST_LINE = 1 << 16;
    private static final int LONGEST_BODY = 16 << 20;

    private final BufferedInputStream in;
    private final OutputStream out;

    HttpMessages(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /**
     * A request.
     *
     * @param path without the query
     */
    record Request(String method, String path, byte[] body) {}

    /** The next request, or null when the client has hung up between two. */
    @Nullable
    Request read() throws IOException {
        String start = line();
        if (start == null) {
            return null;
        }
        String[] words = start.split(" ");
        if (words.length != 3) {
            throw new IOException("'" + start + "' is no request");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        byte[] body = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? chunks()
                : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(words[0], words[1].split("\\?", 2)[0], body);
    }

    /** Answers it. */
    void write(int status, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(status).append(" -\r\nContent-Type: application/json\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        // In one write, so that it travels in as few packets as it can.
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + body.length);
        message.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        message.writeBytes(body);
        message.writeTo(out);
        out.flush();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            if (size == null) {
                throw new EOFException("the body ends within a chunk");
            }
            int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            body.writeBytes(exactly(length));
            if (body.size() > LONGEST_BODY) {
                throw new IOException("the body is longer than " + LONGEST_BODY + " bytes");
            }
            line(); // the break after the chunk; after the last one, the end of the trailers, which nobody sends
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int length) throws IOException {
        if (length < 0 || length > LONGEST_BODY) {
            throw new IOException("the body has " + length + " bytes, expected 0 to " + LONGEST_BODY);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
