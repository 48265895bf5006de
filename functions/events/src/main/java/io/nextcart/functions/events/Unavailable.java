package io.nextcart.functions.events;

import io.nextcart.functions.api.Problem;
import io.nextcart.functions.api.ProblemException;
import java.io.IOException;

/** A store that fails is a 503: what is sent again does no harm. */
final class Unavailable {
    private static final int RETRY_AFTER_SECONDS = 1;

    private Unavailable() {}

    /** A question to a store. */
    interface Ask<T> {
        T ask() throws IOException;
    }

    /**
     * The store's answer.
     *
     * @param store as it is called in a sentence
     * @throws ProblemException 503 when it fails
     */
    static <T> T unless(String store, Ask<T> ask) {
        try {
            return ask.ask();
        } catch (IOException e) {
            System.getLogger(Unavailable.class.getName())
                    .log(System.Logger.Level.WARNING, store + " does not answer", e);
            String named = Character.toUpperCase(store.charAt(0)) + store.substring(1);
            throw new ProblemException(
                    Problem.unavailable(named + " does not answer; send the same again", RETRY_AFTER_SECONDS));
        }
    }
}
