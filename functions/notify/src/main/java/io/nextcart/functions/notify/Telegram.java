package io.nextcart.functions.notify;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Environment;
import io.nextcart.functions.api.SecureParameter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends text to a chat as a bot. Reads the secret before the first message, and again when Telegram no longer accepts
 * the token. Not thread-safe.
 *
 * @see <a href="https://core.telegram.org/bots/api#sendmessage">Telegram's Bot API</a>
 */
public final class Telegram {
    /** The longest message, in UTF-16 code units. */
    static final int LONGEST = 4096;

    private static final String PLACE = "https://api.telegram.org";
    private static final int TRIES = 3;
    private static final int LONGEST_PAUSE_SECONDS = 20;
    private static final int TOO_MANY = 429;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI place;
    private final String name;
    private final Secret secret;
    private final Pause pause;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private @Nullable Bot bot;

    /** The source of the bot's token and the chat. */
    @FunctionalInterface
    public interface Secret {
        /**
         * The current secret: {@code {"token":"…","chat_id":"…"}}.
         *
         * @throws IOException when it cannot be read; the message reveals nothing of it
         */
        String read() throws IOException;
    }

    @FunctionalInterface
    interface Pause {
        void of(int seconds) throws InterruptedException;
    }

    /**
     * @param place of the Bot API, such as {@code https://api.telegram.org}
     * @param name of the secret, for messages
     */
    Telegram(URI place, String name, Secret secret, Pause pause) {
        this.place = requireNonNull(place, "place is null");
        this.name = requireNonNull(name, "name is null");
        this.secret = requireNonNull(secret, "secret is null");
        this.pause = requireNonNull(pause, "pause is null");
    }

    /**
     * Reads a Lambda's environment: {@code NEXTCART_TELEGRAM_PARAMETER} names a SecureString of SSM,
     * {@code NEXTCART_TELEGRAM_URL} another address of the API.
     */
    static Telegram named(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        String name = variables.required("NEXTCART_TELEGRAM_PARAMETER", "the name of a SecureString of SSM");
        URI place = place(variables);
        return new Telegram(place, name, SecureParameter.named(name, variables)::read, TimeUnit.SECONDS::sleep);
    }

    /**
     * Takes a secret from anywhere, for use on one machine.
     *
     * @param environment {@code NEXTCART_TELEGRAM_URL} names another address of the API
     * @param name of the secret, for messages
     */
    public static Telegram of(Map<String, String> environment, String name, Secret secret) {
        Environment variables = new Environment(environment);
        URI place = place(variables);
        variables.check();
        return new Telegram(place, name, secret, TimeUnit.SECONDS::sleep);
    }

    private static URI place(Environment variables) {
        return variables.parsed(
                "NEXTCART_TELEGRAM_URL",
                URI.create(PLACE),
                url -> url.matches("https?://[A-Za-z0-9.:-]+") ? Optional.of(URI.create(url)) : Optional.empty(),
                "an address such as " + PLACE);
    }

    /**
     * Sends a text, cut if too long. Retries when Telegram is busy or fails.
     *
     * @throws IOException when it was not sent; the message never contains the token
     */
    public void send(String text) throws IOException {
        Reply reply;
        try {
            reply = post(text);
            for (int tried = 1; tried < TRIES && reply.isWorthAnotherTry(); tried++) {
                if (reply.isOfUnknownToken()) {
                    bot = null; // the token has changed
                } else {
                    pause.of(reply.pauseSeconds());
                }
                reply = post(text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending", e);
        }
        if (reply.status() != 200) {
            throw new IOException("Telegram " + reply.said());
        }
    }

    private Reply post(String text) throws IOException, InterruptedException {
        Bot sender = bot == null ? Bot.read(name, secret.read()) : bot;
        bot = sender;
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
            return Reply.of(response.statusCode(), response.body());
        } catch (IOException e) {
            // Without the cause: the URL contains the token.
            return new Reply(Reply.NONE, " (" + e.getClass().getSimpleName() + ")", 1);
        }
    }

    /** Where to cut a text that is too long: never between the halves of a surrogate pair. */
    private static int end(String text) {
        int end = LONGEST - 1;
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** Telegram's response to one attempt, and how long to wait before the next. */
    private record Reply(int status, String reason, int pauseSeconds) {
        /** No response. */
        static final int NONE = 0;

        String said() {
            return (status == NONE ? "did not answer" : "answered " + status) + reason;
        }

        boolean isOfUnknownToken() {
            return status == 401 || status == 404;
        }

        boolean isWorthAnotherTry() {
            return isOfUnknownToken() || status == TOO_MANY || status >= 500 || status == NONE;
        }

        static Reply of(int status, String body) {
            Map<String, Object> fields;
            try {
                fields = JSON.std.mapFrom(body);
            } catch (IOException e) {
                fields = Map.of(); // the status is enough
            }
            String reason = fields.get("description") instanceof String text ? ": " + text : "";
            Object after = fields.get("parameters") instanceof Map<?, ?> parameters ? parameters.get("retry_after") : 1;
            int seconds = after instanceof Integer asked ? Math.max(1, Math.min(LONGEST_PAUSE_SECONDS, asked)) : 1;
            return new Reply(status, reason, seconds);
        }
    }
}
