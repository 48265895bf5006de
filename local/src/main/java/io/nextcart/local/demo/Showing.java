package io.nextcart.local.demo;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A demonstration: first data and training, then shoppers, while a server serves the published model. */
public interface Showing {
    /**
     * Prepares the data and trains into {@link DemoSettings#store}.
     *
     * @return false when the gate refused the model
     * @throws io.nextcart.data.BadInputException when the log cannot be used
     */
    boolean train() throws IOException;

    /** Simulates shoppers on a server of that store, and prints the results. Call it after {@link #train}. */
    void show(URI server) throws IOException;

    /**
     * What to try next.
     *
     * @param serving whether the server keeps running
     */
    default List<String> next(URI server, boolean serving) {
        return List.of();
    }
}
