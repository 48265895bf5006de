package io.nextcart.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Named byte objects for reading: all that serving needs of a store. Keys are relative, separated by {@code /}, such as
 * {@code models/current.json}. Readers see an object whole or not at all. Implementations are thread-safe.
 */
public interface ObjectSource {
    /**
     * An object's bytes and the tag of exactly these bytes.
     *
     * @param etag opaque; changes whenever the bytes do
     */
    record Tagged(byte[] bytes, String etag) {}

    /** Reads a whole object into memory, for small documents; empty when there is none. */
    Optional<Tagged> get(String key) throws IOException;

    /** The object's tag without its bytes; empty when there is none. */
    Optional<String> etag(String key) throws IOException;

    /**
     * Copies the object to {@code target}, which appears only when complete.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such object
     */
    void download(String key, Path target) throws IOException;

    /** The place as a person would write it: a folder or {@code s3://bucket/prefix}; for messages. */
    String location();
}
