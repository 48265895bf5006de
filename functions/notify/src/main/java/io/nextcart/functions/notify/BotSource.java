package io.nextcart.functions.notify;

import java.io.IOException;

/** Where the bot's token and the chat come from. */
@FunctionalInterface
public interface BotSource {
    /**
     * The secret as it is now: {@code {"token":"…","chat_id":"…"}}.
     *
     * @throws IOException when it cannot be read; the message tells nothing of it
     */
    String secret() throws IOException;
}
