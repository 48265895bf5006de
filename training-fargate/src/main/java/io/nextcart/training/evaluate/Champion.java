package io.nextcart.training.evaluate;

import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The model in service, whose ranker is judged beside a new one on the same cases, candidates and vectors. */
public final class Champion {
    private static final System.Logger LOG = System.getLogger(Champion.class.getName());

    private Champion() {}

    /**
     * Opens the whole bundle, as serving does: a model that cannot be opened cannot be compared with, and gives way to
     * the next one.
     *
     * @param folder an existing folder for the model
     * @return empty when nothing serves, or the model is damaged or has another feature schema, and cannot keep serving
     * @throws IOException when the store does not answer
     */
    public static Optional<Bundle> open(ObjectSource store, Optional<Current> current, Path folder) throws IOException {
        if (current.isEmpty()) {
            return Optional.empty();
        }
        try {
            BundleLoader loader = new BundleLoader(store, folder.resolve("serving"));
            return Optional.of(loader.load(current.get().champion()));
        } catch (DamagedDocumentException e) {
            LOG.log(System.Logger.Level.WARNING, "the model in service cannot be opened", e);
            return Optional.empty();
        }
    }
}
