package io.nextcart.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands in for CloudWatch, DynamoDB, S3 and SSM and records calls by their IAM names. Every shopper has one event, every item is
 * known, every bucket holds the files of one folder, and every parameter is a bot.
 */
public final class AwsStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT =
            "{\"user_id\":{\"S\":\"u1\"},\"event_key\":{\"S\":\"k\"},\"time_order\":{\"S\":\"0000001442545187000-1442545187250-000-0123abcd\"},"
                    + "\"timestamp\":{\"N\":\"1442545187000\"},\"type\":{\"S\":\"view\"},\"item_id\":{\"S\":\"461686\"}}";
    /** One rule, of the id in the document's examples. */
    private static final String RULES = "{\"name\":{\"S\":\"rules\"},\"version\":{\"N\":\"1\"},\"document\":{\"S\":"
            + "\"{\\\"version\\\":1,\\\"changed_at\\\":\\\"2026-03-01T00:00:00Z\\\",\\\"rules\\\":[{\\\"rule_id\\\":"
            + "\\\"sale-pin\\\",\\\"type\\\":\\\"hide\\\",\\\"item_id\\\":\\\"a\\\"}]}\"}}";

    private static final String ITEM = "{\"item_id\":{\"S\":\"461686\"},\"available\":{\"BOOL\":true},"
            + "\"updated_at\":{\"N\":\"1442545187000\"},\"change_day\":{\"S\":\"2015-09-18\"}}";

    private static final String BOT = parameter("{\"token\":\"1:token\",\"chat_id\":\"7\"}");
    private static final String KEY = parameter("0123456789abcdef0123456789abcdef");

    private final HttpServer server;
    private final Set<String> calls = new ConcurrentSkipListSet<>();

    private final Path objects;
    private final boolean keeping;

    private AwsStub(HttpServer server, Path objects, boolean keeping) {
        this.server = server;
        this.objects = objects;
        this.keeping = keeping;
    }

    public static AwsStub start(Path objects) throws IOException {
        return start(objects, false);
    }

    /** A stub that stores what is put into any bucket, and lists it. */
    public static AwsStub keeping(Path objects) throws IOException {
        return start(objects, true);
    }

    private static AwsStub start(Path objects, boolean keeping) throws IOException {
        AwsStub stub = new AwsStub(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), objects, keeping);
        stub.server.createContext("/", stub::answer);
        stub.server.start();
        return stub;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The calls since the last time: {@code action resource}, sorted. */
    public Set<String> takeCalls() {
        Set<String> taken = new TreeSet<>(calls);
        calls.clear();
        return taken;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String path = exchange.getRequestURI().getPath();
        if (path.contains("/functions/")) {
            calls.add("lambda:InvokeFunction " + path.split("/functions/")[1].replaceFirst("/invocations$", ""));
            boolean session = new String(body, StandardCharsets.UTF_8).contains("session");
            String level = session ? "session" : "popular";
            send(
                    exchange,
                    200,
                    "application/json",
                    "{\"statusCode\":200,\"body\":\"{\\\"fallback_level\\\":\\\"" + level
                            + "\\\",\\\"items\\\":[{\\\"item_id\\\":\\\"a\\\"}]}\"}");
        } else if (target == null) {
            s3(exchange, body);
        } else if (target.startsWith("CodeDeploy_")) {
            send(exchange, 200, "application/x-amz-json-1.1", "{}");
        } else if (target.startsWith("AmazonSSM.")) {
            String name = JSON.readTree(body).path("Name").asText();
            calls.add("ssm:GetParameter arn:aws:ssm:us-east-1:111122223333:parameter" + name);
            send(exchange, 200, "application/x-amz-json-1.1", name.endsWith("pseudonyms") ? KEY : BOT);
        } else if (target.startsWith("GraniteServiceVersion20100801.")) {
            JsonNode request = JSON.readTree(body);
            calls.add(
                    request.has("MetricDataQueries")
                            ? "cloudwatch:GetMetricData *"
                            : "cloudwatch:DescribeAlarms arn:aws:cloudwatch:us-east-1:111122223333:alarm:"
                                    + request.get("AlarmNamePrefix").asText());
            send(exchange, 200, "application/x-amz-json-1.0", "{}");
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

    private static String parameter(String value) {
        return JSON.createObjectNode()
                .set("Parameter", JSON.createObjectNode().put("Value", value))
                .toString();
    }

    private static String dynamo(String operation, String table) {
        String item = table.startsWith("Rules") ? RULES : ITEM;
        return switch (operation) {
            case "Query" -> "{\"Items\":[" + (table.startsWith("Events") ? EVENT : item) + "]}";
            case "Scan" -> "{\"Items\":[]}";
            case "GetItem" -> table.startsWith("Tombstones") ? "{}" : "{\"Item\":" + item + "}";
            default -> "{}";
        };
    }

    /**
     * The content of a body in S3's chunks: a length in hexadecimal digits up to a semicolon or the line's end, then
     * that many bytes.
     */
    private static byte[] unchunked(byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (body[end] != '\r') {
                end++;
            }
            String head = new String(body, at, end - at, StandardCharsets.US_ASCII).replaceFirst(";.*", "");
            int length = Integer.parseInt(head, 16);
            if (length == 0) {
                return content.toByteArray();
            }
            content.write(body, end + 2, length);
            at = end + 2 + length + 2;
        }
    }

    /** The keys with the requested prefix; none if the stub stores nothing. */
    private String contents(HttpExchange exchange) throws IOException {
        if (!keeping) {
            return "";
        }
        String prefix = "";
        for (String part : exchange.getRequestURI().getQuery().split("&")) {
            prefix = part.startsWith("prefix=") ? part.substring("prefix=".length()) : prefix;
        }
        String wanted = prefix;
        try (Stream<Path> files = Files.walk(objects)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> objects.relativize(file).toString())
                    .filter(key -> key.startsWith(wanted))
                    .sorted()
                    .map(key -> "<Contents><Key>" + key + "</Key><ETag>\"e\"</ETag><Size>1</Size></Contents>")
                    .collect(Collectors.joining());
        }
    }

    private void s3(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        boolean list = path.indexOf('/') < 0 || path.indexOf('/') == path.length() - 1;
        String action = list
                ? "ListBucket"
                : switch (exchange.getRequestMethod()) {
                    case "PUT" -> "PutObject";
                    case "DELETE" -> "DeleteObject";
                    default -> "GetObject";
                };
        calls.add("s3:" + action + " arn:aws:s3:::" + (list ? path.replace("/", "") : path));
        if (action.equals("PutObject")) {
            if (keeping) {
                Path file = objects.resolve(path.substring(path.indexOf('/') + 1));
                Files.createDirectories(file.getParent());
                boolean chunked = exchange.getRequestHeaders().containsKey("X-Amz-Decoded-Content-Length");
                Files.write(file, chunked ? unchunked(body) : body);
            }
            exchange.getResponseHeaders().set("ETag", "\"e\"");
            send(exchange, 200, "application/xml", "");
        } else if (action.equals("DeleteObject")) {
            Files.deleteIfExists(objects.resolve(path.substring(path.indexOf('/') + 1)));
            send(exchange, 204, "application/xml", "");
        } else if (list) {
            send(
                    exchange,
                    200,
                    "application/xml",
                    "<ListBucketResult><IsTruncated>false</IsTruncated>" + contents(exchange) + "</ListBucketResult>");
        } else {
            Path file = objects.resolve(path.substring(path.indexOf('/') + 1));
            if (Files.isRegularFile(file)) {
                exchange.getResponseHeaders().set("ETag", "\"e\"");
                exchange.getResponseHeaders().set("Last-Modified", "Fri, 18 Sep 2015 02:59:47 GMT");
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
