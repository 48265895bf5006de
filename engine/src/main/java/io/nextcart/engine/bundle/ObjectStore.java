package io.nextcart.engine.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Named byte objects with conditional writes: a folder or an S3 prefix. Keys are relative, separated by {@code /}, such
 * as {@code models/current.json}. An object is seen whole or not at all. Implementations are thread-safe.
 */
public interface ObjectStore {
    /**
     * An object's bytes and the tag of exactly these bytes.
     *
     * @param etag opaque; changes whenever the bytes do
     */
    record Tagged(byte[] bytes, String etag) {}

    /** The object, read whole into memory; empty when there is none. For small documents. */
    Optional<Tagged> get(String key) throws IOException;

    /** The object's tag without its bytes; empty when there is none. */
    Optional<String> etag(String key) throws IOException;

    /**
     * Copies the object into {@code target}, which appears only when it is whole.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such object
     */
    void download(String key, Path target) throws IOException;

    /** Stores the file's bytes under the key, replacing what was there. */
    void upload(String key, Path file) throws IOException;

    /**
     * Stores the bytes only if the object still carries {@code expectedEtag}, or, when that is empty, only if there is no
     * object.
     *
     * @return false when the condition did not hold and nothing was written
     */
    boolean putIf(String key, byte[] bytes, Optional<String> expectedEtag) throws IOException;

    /** All keys that start with {@code prefix}, in ascending order. */
    List<String> list(String prefix) throws IOException;

    /** The place as a person would write it, for messages: a folder or {@code s3://bucket/prefix}. */
    String location();
}
