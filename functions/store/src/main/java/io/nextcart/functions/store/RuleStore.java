package io.nextcart.functions.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Optional;

/**
 * Keeps the shop's merchandising rules: one document, of which every change adds a version. Implementations are
 * thread-safe.
 */
public interface RuleStore {
    /**
     * The document at one time.
     *
     * @param version from 1 without a gap; 0 before the first change
     * @param document the rules as JSON
     */
    record Version(long version, String document) {
        /** Before the first change. */
        public static final Version NONE = new Version(0, "");

        public Version {
            requireNonNull(document, "document is null");
        }
    }

    /** The latest version; {@link Version#NONE} before the first. */
    Version latest() throws IOException;

    /** An earlier version, or the latest; empty when there is none with this number. */
    Optional<Version> get(long version) throws IOException;

    /**
     * Adds a version, durably.
     *
     * @param next the latest version plus 1
     * @return false, and nothing is kept, when that version is there already with another document: somebody else was
     *     quicker
     * @throws IOException when it may not have been kept; calling again is harmless
     */
    boolean add(Version next) throws IOException;
}
