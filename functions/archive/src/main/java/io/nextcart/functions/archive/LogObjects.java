package io.nextcart.functions.archive;

import java.io.IOException;

/** Where the log of record lies. */
public interface LogObjects {
    /**
     * Writes an object whole, over one that is there.
     *
     * @param key with slashes, below the log's place
     * @throws IOException when it is not certain that it is written
     */
    void put(String key, byte[] bytes) throws IOException;
}
