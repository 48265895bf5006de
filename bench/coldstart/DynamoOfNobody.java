import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DynamoDB whose tables are empty, but for a catalogue that was not changed lately: a scan finds it, a query finds nothing. */
final class DynamoOfNobody {
    private static final byte[] NOTHING =
            "{\"Count\":0,\"Items\":[],\"ScannedCount\":0}".getBytes(StandardCharsets.UTF_8);
    private static final Pattern FROM = Pattern.compile("ExclusiveStartKey.*?\"S\":\"(\\d+)\"");

    private DynamoOfNobody() {}

    /**
     * Starts to serve; the endpoint.
     *
     * @param items of the catalogue
     */
    static String start(Path key, int items) throws IOException {
        HttpServer server = Tls.server(key);
        server.createContext("/", exchange -> {
            try (exchange) {
                Matcher from = FROM.matcher(
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                boolean scan = exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("Scan");
                int first = from.find() ? Catalogue.number(from.group(1)) : 0;
                byte[] answer = scan && items > 0 ? Catalogue.page(first, items) : NOTHING;
                exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
                exchange.getResponseHeaders().set("x-amzn-RequestId", "R");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        return Tls.endpoint(server);
    }
}
