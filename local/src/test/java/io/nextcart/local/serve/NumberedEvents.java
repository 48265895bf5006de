package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Clients that send numbered events to a process which may be killed, and note which of them it took. */
final class NumberedEvents {
    private static final int USERS = 50;
    private static final int LARGEST_BATCH = 20;
    private static final long AT_MS = Instant.parse("2025-03-01T10:00:00Z").toEpochMilli();
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final int DAYS = 3;

    /** Whether who answers outlives who was killed, and says so. */
    private final boolean behindGateway;

    private volatile HttpClient http = HttpClient.newHttpClient();
    private volatile String[] headers = {};
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

    /** To a server that is itself killed. */
    NumberedEvents() {
        this(false);
    }

    private NumberedEvents(boolean behindGateway) {
        this.behindGateway = behindGateway;
    }

    /** To a function that is killed behind a gateway, which then answers with a status of 500 or more. */
    static NumberedEvents behindGateway() {
        return new NumberedEvents(true);
    }

    /** A request that got no answer, so that nobody knows whether it was taken. */
    private record Unanswered(List<Integer> numbers) {}

    /** One after another's answer; what got none is sent again, or given up. */
    final class Client {
        private final Random random;
        private final Deque<Unanswered> unanswered = new ArrayDeque<>();

        Client(long seed) {
            this.random = new Random(seed);
        }

        /** Sends until the server is gone. */
        void sendUntilKilled(URI server) throws Exception {
            while (send(server)) {}
        }

        /**
         * Sends one request.
         *
         * @return false when there was no answer
         */
        boolean send(URI server) throws Exception {
            Unanswered again = unanswered.poll();
            boolean isNew = again == null || random.nextInt(4) == 0; // a client may give up, too
            List<Integer> numbers = isNew ? newNumbers() : again.numbers;
            HttpResponse<String> answer;
            try {
                answer = http.send(request(server, numbers), BodyHandlers.ofString());
            } catch (IOException e) {
                unanswered.add(new Unanswered(numbers));
                return false;
            }
            if (behindGateway && answer.statusCode() >= 500) {
                unanswered.add(new Unanswered(numbers));
                return false;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            Map<String, Object> counts = JSON.std.mapFrom(answer.body());
            int accepted = (Integer) counts.get("accepted");
            int duplicates = (Integer) counts.get("duplicates");
            assertThat(accepted + duplicates).as(answer.body()).isEqualTo(numbers.size());
            assertThat(isNew && duplicates > 0)
                    .as("new, and yet: " + answer.body())
                    .isFalse();
            taken.addAll(numbers);
            return true;
        }

        private List<Integer> newNumbers() {
            int count = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(LARGEST_BATCH);
            int first = next.getAndAdd(count);
            return IntStream.range(first, first + count).boxed().toList();
        }
    }

    /** From here on, all clients send by another client of HTTP, with a key. */
    void sendBy(HttpClient client, String key) {
        http = client;
        headers = new String[] {ApiKey.HEADER, key};
    }

    Client client(long seed) {
        return new Client(seed);
    }

    /** Those that were answered with 202. */
    Set<Integer> taken() {
        return Set.copyOf(taken);
    }

    /** How many were answered with 202. */
    int answered() {
        return taken.size();
    }

    /** How many were sent: 0 is the first. */
    int sent() {
        return next.get();
    }

    static Event event(int number) {
        return new Event(
                "e" + number,
                user(number),
                EventType.VIEW,
                new ItemId("i" + number),
                AT_MS + number % DAYS * DAY_MS + number,
                null,
                null,
                null);
    }

    /** The number of an event; fails when it is not as it was sent. */
    static int number(Event event) {
        int number = Integer.parseInt(event.itemId().value().substring(1));
        assertThat(event).isEqualTo(event(number));
        return number;
    }

    /** Everybody whose events are sent. */
    static List<UserId> users() {
        return IntStream.range(0, USERS).mapToObj(NumberedEvents::user).toList();
    }

    /** The numbers of the events that an archive holds, as a training counts them. */
    static List<Integer> archived(Archive archive) throws IOException {
        List<Integer> archived = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(archive, 0, Progress.NONE);
        reader.events(reader.deleted(), event -> archived.add(number(event)));
        reader.end();
        return archived;
    }

    private static UserId user(int number) {
        return new UserId("u" + number % USERS);
    }

    private HttpRequest request(URI server, List<Integer> numbers) {
        String events = numbers.stream().map(NumberedEvents::json).collect(Collectors.joining(","));
        String body = numbers.size() == 1 ? events : "{\"events\":[" + events + "]}";
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v1/events"))
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static String json(int number) {
        Event event = event(number);
        return "{\"event_id\":\"" + event.eventId() + "\",\"user_id\":\"" + event.userId()
                + "\",\"type\":\"view\",\"item_id\":\"" + event.itemId() + "\",\"timestamp\":" + event.timestampMs()
                + "}";
    }
}
