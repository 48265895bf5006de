package io.nextcart.training.registry;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What lies at {@code models/current.json}: what serves, or why nobody can tell.
 *
 * @param current empty when it is damaged
 * @param damage null when it is not
 * @param etag of what was read
 */
record ServingDocument(Optional<Current> current, @Nullable DamagedDocumentException damage, String etag) {
    ServingDocument {
        requireNonNull(etag, "etag is null");
    }

    /** The document of a store; empty when none is there. */
    static Optional<ServingDocument> in(ObjectStore store) throws IOException {
        Optional<ObjectSource.Tagged> found = store.get(Current.KEY);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String etag = found.get().etag();
        try {
            Current current = Current.read(found.get().bytes(), store.location() + "/" + Current.KEY);
            return Optional.of(new ServingDocument(Optional.of(current), null, etag));
        } catch (DamagedDocumentException e) {
            return Optional.of(new ServingDocument(Optional.empty(), e, etag));
        }
    }

    /**
     * What serves.
     *
     * @throws DamagedDocumentException when the document is damaged
     */
    Current readable() throws DamagedDocumentException {
        if (damage != null) {
            throw damage;
        }
        return current.orElseThrow();
    }
}
