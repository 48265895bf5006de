import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder as an S3 bucket that can be read: GET and HEAD of objects, signed or not. */
final class S3Folder {
    private static final byte[] NO_SUCH_KEY =
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8);

    private S3Folder() {}

    /** Starts to serve; the endpoint. */
    static String start(Path folder, String bucket, Path key) throws IOException {
        HttpServer server = Tls.server(key);
        server.createContext("/" + bucket + "/", exchange -> {
            String object = exchange.getRequestURI().getPath().substring(bucket.length() + 2);
            answer(exchange, folder.resolve(object).normalize());
        });
        server.start();
        return Tls.endpoint(server);
    }

    private static void answer(HttpExchange exchange, Path file) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, head ? -1 : NO_SUCH_KEY.length);
                if (!head) {
                    exchange.getResponseBody().write(NO_SUCH_KEY);
                }
                return;
            }
            long size = Files.size(file);
            exchange.getResponseHeaders()
                    .set("ETag", "\"" + size + "-" + Files.getLastModifiedTime(file).toMillis() + "\"");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.sendResponseHeaders(200, size);
            try (OutputStream out = exchange.getResponseBody()) {
                Files.copy(file, out);
            }
        }
    }
}
