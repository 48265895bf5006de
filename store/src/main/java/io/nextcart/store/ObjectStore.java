package io.nextcart.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An {@link ObjectSource} with conditional writes: a folder or an S3 prefix. */
public interface ObjectStore extends ObjectSource {
    /** Stores the file's bytes under the key, replacing any object there. */
    void upload(String key, Path file) throws IOException;

    /** Stores the bytes under the key, replacing any object there. */
    void put(String key, byte[] bytes) throws IOException;

    /** Removes the object, if it exists. */
    void delete(String key) throws IOException;

    /**
     * Stores the bytes only if the object still has the tag {@code expectedEtag}, or, when that is empty, only if there
     * is no object.
     *
     * @return false when the condition failed and nothing was written
     */
    boolean putIf(String key, byte[] bytes, Optional<String> expectedEtag) throws IOException;

    /** When the object was written; empty when there is none. */
    Optional<Instant> writtenAt(String key) throws IOException;

    /** All keys that start with {@code prefix}, in ascending order. */
    List<String> list(String prefix) throws IOException;
}
