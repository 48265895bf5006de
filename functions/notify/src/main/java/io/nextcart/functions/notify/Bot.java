package io.nextcart.functions.notify;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/**
 * The sending bot and the chat.
 *
 * @param token of the bot, from BotFather; must not appear in logs
 * @param chatId a number, or {@code @channel}
 */
record Bot(String token, String chatId) {
    Bot {
        if (!token.matches("[A-Za-z0-9_:-]{1,200}")) {
            throw new IllegalArgumentException("token has characters that no bot's token has");
        }
        if (!chatId.matches("-?[0-9]{1,20}|@[A-Za-z0-9_]{1,64}")) {
            throw new IllegalArgumentException("chat_id is neither a number nor @channel");
        }
    }

    /**
     * Parses a secret.
     *
     * @param name for the message
     * @throws IOException when it is not of the form {@code {"token":"…","chat_id":"…"}}; the message reveals nothing
     *     of the secret
     */
    static Bot read(String name, String secret) throws IOException {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(secret);
            return new Bot(String.valueOf(fields.get("token")), String.valueOf(fields.get("chat_id")));
        } catch (IllegalArgumentException e) {
            throw new IOException("secret " + name + ": " + e.getMessage(), e);
        } catch (IOException e) {
            // Without the parser's message, which quotes its input.
            throw new IOException(
                    "secret " + name + " is not a JSON object, expected {\"token\":\"…\",\"chat_id\":\"…\"}");
        }
    }

    @Override
    public String toString() {
        return "a bot for chat " + chatId;
    }
}
