package io.nextcart.local.demo;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A demonstration: data and training first, then, while a server serves what was published, shoppers. */
public interface Showing {
    /**
     * Prepares the data and trains into {@link DemoSettings#store}.
     *
     * @return false when the gate refused the model
     * @throws io.nextcart.data.BadInputException when the log cannot be used
     */
    boolean train() throws IOException;

    /** Simulates shoppers at a server of that store, and says what came of it. Call it after {@link #train}. */
    void show(URI server) throws IOException;

    /**
     * What to try next.
     *
     * @param serving whether the server keeps serving
     */
    default List<String> next(URI server, boolean serving) {
        return List.of();
    }
}
