import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends the same calls to two servers, and compares what they answer. */
final class Compare {
    private static final int LONGEST_SESSION = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private int calls;
    private int equal;
    private double largest;

    private Compare() {}

    public static void main(String[] args) throws Exception {
        List<Integer> ports = List.of(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        int requests = Integer.parseInt(args[3]);
        Compare compare = new Compare();
        Map<String, Deque<String>> sessions = new LinkedHashMap<>();
        try (BufferedReader log = Files.newBufferedReader(Path.of(args[2]))) {
            log.readLine();
            for (String line = log.readLine(); line != null && compare.calls < requests; line = log.readLine()) {
                String[] event = line.split(",", -1);
                Deque<String> session = sessions.computeIfAbsent(event[1], user -> new ArrayDeque<>());
                session.add("{\"item_id\":\"" + event[3] + "\"}");
                if (session.size() > LONGEST_SESSION) {
                    session.remove();
                }
                compare.both(ports, "/v1/recommendations", "{\"session\":[" + String.join(",", session) + "],\"k\":20}");
                String view = "{\"user_id\":\"" + event[1] + "\",\"type\":\"view\",\"item_id\":\"" + event[3]
                        + "\",\"event_id\":\"" + compare.calls + "\"}";
                compare.both(ports, "/v1/events", view);
                compare.both(ports, "/v1/recommendations/" + event[1] + "?k=20", "");
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d calls, %d of them answered alike; the largest difference of two scores is %.3g%n",
                compare.calls,
                compare.equal,
                compare.largest);
        if (compare.equal < compare.calls) {
            System.exit(1);
        }
    }

    private void both(List<Integer> ports, String path, String body) throws IOException, InterruptedException {
        List<Map<String, Object>> answers = new ArrayList<>();
        for (int port : ports) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
            request.header("Content-Type", "application/json");
            HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
            HttpResponse<String> answer = client.send(
                    (body.isEmpty() ? request.GET() : request.POST(publisher)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(port + path + ": " + answer.statusCode() + " " + answer.body());
            }
            answers.add(JSON.std.mapFrom(answer.body()));
        }
        calls++;
        List<double[]> scores = answers.stream().map(Compare::takeScores).toList();
        if (answers.get(0).equals(answers.get(1))) {
            equal++;
        } else {
            System.out.println(path + " " + body + "\n  " + answers.get(0) + "\n  " + answers.get(1));
        }
        for (int i = 0; i < Math.min(scores.get(0).length, scores.get(1).length); i++) {
            largest = Math.max(largest, Math.abs(scores.get(0)[i] - scores.get(1)[i]));
        }
    }

    /** The scores of a list, which are taken out of the answer with its id. */
    private static double[] takeScores(Map<String, Object> answer) {
        answer.remove("recommendation_id");
        if (!(answer.get("items") instanceof List<?> items)) {
            return new double[0];
        }
        double[] scores = items.stream()
                .mapToDouble(item -> ((Number) ((Map<?, ?>) item).get("score")).doubleValue())
                .toArray();
        answer.put("items", items.stream()
                .map(item -> ((Map<?, ?>) item).entrySet().stream()
                        .filter(field -> !field.getKey().equals("score"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .toList());
        return scores;
    }
}
