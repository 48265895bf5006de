package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends text to a chat by a bot. The secret is read at the first message and again when Telegram does not know the token any more.
 * Not thread-safe.
 *
 * @see <a href="https://core.telegram.org/bots/api#sendmessage">Telegram's Bot API</a>
 */
public final class Telegram {
    /** The longest text of one message, in UTF-16 code units. */
    static final int LONGEST = 4096;

    private static final String PLACE = "https://api.telegram.org";
    private static final int TRIES = 3;
    private static final int LONGEST_PAUSE_SECONDS = 20;
    private static final int TOO_MANY = 429;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI place;
    private final String name;
    private final BotSource source;
    private final Pause pause;
    private final HttpClient client;
    private @Nullable Bot bot;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void seconds(int seconds) throws InterruptedException;
    }

    /** What Telegram said to one try. */
    private record Reply(int status, Map<String, Object> body) {
        String reason() {
            return "Telegram answered " + status + (body.get("description") instanceof String text ? ": " + text : "");
        }
    }

    /**
     * @param place of the Bot API, such as {@code https://api.telegram.org}
     * @param name of the secret, for messages
     */
    Telegram(URI place, String name, BotSource source, Pause pause) {
        this.place = requireNonNull(place, "place is null");
        this.name = requireNonNull(name, "name is null");
        this.source = requireNonNull(source, "source is null");
        this.pause = requireNonNull(pause, "pause is null");
        this.client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    }

    /**
     * By the environment of a Lambda: {@code NEXTCART_TELEGRAM_SECRET} names the secret, {@code NEXTCART_TELEGRAM_URL} another
     * place of the API.
     */
    static Telegram named(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        String secret = variables.required("NEXTCART_TELEGRAM_SECRET", "the name of a secret of Secrets Manager");
        URI place = place(variables);
        variables.check();
        return new Telegram(place, secret, ManagedSecret.named(secret), seconds -> Thread.sleep(1000L * seconds));
    }

    /**
     * By a source of one's own, as on one machine.
     *
     * @param environment {@code NEXTCART_TELEGRAM_URL} names another place of the API
     * @param name of the source, for messages
     */
    public static Telegram of(Map<String, String> environment, String name, BotSource source) {
        Environment variables = new Environment(environment);
        URI place = place(variables);
        variables.check();
        return new Telegram(place, name, source, seconds -> Thread.sleep(1000L * seconds));
    }

    private static URI place(Environment variables) {
        String url = variables.optional("NEXTCART_TELEGRAM_URL");
        if (!url.isEmpty() && !url.matches("https?://[A-Za-z0-9.:-]+")) {
            variables.fault("NEXTCART_TELEGRAM_URL is " + url + ", expected an address such as " + PLACE);
            return URI.create(PLACE);
        }
        return URI.create(url.isEmpty() ? PLACE : url);
    }

    /**
     * Sends a text, cut where it is too long. Tries again when Telegram is busy or out of order.
     *
     * @throws IOException when it was not sent; the message tells no token
     */
    public void send(String text) throws IOException {
        Reply reply = post(text, bot());
        for (int tried = 1; tried < TRIES && reply.status() != 200; tried++) {
            if (reply.status() == 401 || reply.status() == 404) {
                bot = null; // a token that was changed
            } else if (reply.status() == TOO_MANY || reply.status() >= 500) {
                wait(seconds(reply));
            } else {
                break;
            }
            reply = post(text, bot());
        }
        if (reply.status() != 200) {
            throw new IOException(reply.reason());
        }
    }

    private Bot bot() throws IOException {
        Bot known = bot;
        if (known == null) {
            known = Bot.read(name, source.secret());
            bot = known;
        }
        return known;
    }

    private Reply post(String text, Bot sender) throws IOException {
        String cut = text.length() <= LONGEST ? text : text.substring(0, end(text)) + "…";
        String body =
                JSON.std.asString(Map.of("chat_id", sender.chatId(), "text", cut, "disable_web_page_preview", true));
        HttpRequest request = HttpRequest.newBuilder(place.resolve("/bot" + sender.token() + "/sendMessage"))
                .timeout(TIMEOUT)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), fields(response.body()));
        } catch (IOException e) {
            // Without the cause: the address holds the token.
            return new Reply(
                    503, Map.of("description", "no answer (" + e.getClass().getSimpleName() + ")"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending", e);
        }
    }

    /** Never between the halves of a surrogate pair. */
    private static int end(String text) {
        int end = LONGEST - 1;
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    private static Map<String, Object> fields(String body) {
        try {
            return JSON.std.mapFrom(body);
        } catch (IOException e) {
            return Map.of(); // the status tells enough
        }
    }

    private static int seconds(Reply reply) {
        Object after =
                reply.body().get("parameters") instanceof Map<?, ?> parameters ? parameters.get("retry_after") : null;
        return after instanceof Integer seconds ? Math.max(1, Math.min(LONGEST_PAUSE_SECONDS, seconds)) : 1;
    }

    private void wait(int seconds) throws IOException {
        try {
            pause.seconds(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Telegram", e);
        }
    }
}
