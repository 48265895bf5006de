package io.nextcart.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Stands in for DynamoDB and S3 and keeps which calls came, as IAM names them. Every shopper has one event, every item is known,
 * and every bucket holds the files of one folder.
 */
public final class AwsStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT =
            "{\"user_id\":{\"S\":\"u1\"},\"event_key\":{\"S\":\"k\"},\"time_order\":{\"S\":\"t\"},"
                    + "\"timestamp\":{\"N\":\"1442545187000\"},\"type\":{\"S\":\"view\"},\"item_id\":{\"S\":\"461686\"}}";
    private static final String ITEM = "{\"item_id\":{\"S\":\"461686\"},\"available\":{\"BOOL\":true},"
            + "\"updated_at\":{\"N\":\"1442545187000\"},\"change_day\":{\"S\":\"2015-09-18\"}}";

    private final HttpServer server;
    private final Set<String> calls = new ConcurrentSkipListSet<>();

    private final Path objects;

    private AwsStub(HttpServer server, Path objects) {
        this.server = server;
        this.objects = objects;
    }

    public static AwsStub start(Path objects) throws IOException {
        AwsStub stub =
                new AwsStub(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), objects);
        stub.server.createContext("/", stub::answer);
        stub.server.start();
        return stub;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was called since the last time: {@code action resource}, sorted. */
    public Set<String> takeCalls() {
        Set<String> taken = new TreeSet<>(calls);
        calls.clear();
        return taken;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null) {
            s3(exchange);
        } else {
            String operation = target.substring(target.indexOf('.') + 1);
            JsonNode request = JSON.readTree(body);
            JsonNode batch = request.path("RequestItems");
            String table = batch.isMissingNode()
                    ? request.path("TableName").asText()
                    : batch.fieldNames().next();
            String index = request.has("IndexName")
                    ? "/index/" + request.get("IndexName").asText()
                    : "";
            calls.add("dynamodb:" + operation + " arn:aws:dynamodb:us-east-1:111122223333:table/" + table + index);
            send(exchange, 200, "application/x-amz-json-1.0", dynamo(operation, table));
        }
        exchange.close();
    }

    private static String dynamo(String operation, String table) {
        return switch (operation) {
            case "Query" -> "{\"Items\":[" + (table.startsWith("Events") ? EVENT : ITEM) + "]}";
            case "Scan" -> "{\"Items\":[]}";
            case "GetItem" -> "{\"Item\":" + ITEM + "}";
            default -> "{}";
        };
    }

    private void s3(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        boolean list = path.indexOf('/') < 0 || path.indexOf('/') == path.length() - 1;
        String action = list ? "ListBucket" : exchange.getRequestMethod().equals("PUT") ? "PutObject" : "GetObject";
        calls.add("s3:" + action + " arn:aws:s3:::" + (list ? path.replace("/", "") : path));
        if (action.equals("PutObject")) {
            exchange.getResponseHeaders().set("ETag", "\"e\"");
            send(exchange, 200, "application/xml", "");
        } else if (list) {
            send(
                    exchange,
                    200,
                    "application/xml",
                    "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
        } else {
            Path file = objects.resolve(path.substring(path.indexOf('/') + 1));
            if (Files.isRegularFile(file)) {
                exchange.getResponseHeaders().set("ETag", "\"e\"");
                send(exchange, 200, "application/octet-stream", Files.readAllBytes(file));
            } else {
                send(
                        exchange,
                        404,
                        "application/xml",
                        "<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        send(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        boolean silent = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, silent || bytes.length == 0 ? -1 : bytes.length);
        if (!silent && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
