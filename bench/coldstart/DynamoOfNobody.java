import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A DynamoDB whose tables are empty. */
final class DynamoOfNobody {
    private static final byte[] NOTHING =
            "{\"Count\":0,\"Items\":[],\"ScannedCount\":0}".getBytes(StandardCharsets.UTF_8);

    private DynamoOfNobody() {}

    /** Starts to serve; the endpoint. */
    static String start(Path key) throws IOException {
        HttpServer server = Tls.server(key);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
                exchange.getResponseHeaders().set("x-amzn-RequestId", "R");
                exchange.sendResponseHeaders(200, NOTHING.length);
                exchange.getResponseBody().write(NOTHING);
            }
        });
        server.start();
        return Tls.endpoint(server);
    }
}
