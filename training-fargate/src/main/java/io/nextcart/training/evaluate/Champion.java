package io.nextcart.training.evaluate;

import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The ranker in service, to be judged beside a new one on the same cases, candidates and vectors. */
public final class Champion {
    private static final System.Logger LOG = System.getLogger(Champion.class.getName());

    private Champion() {}

    /**
     * Opens all of it, as serving does: a model that cannot be opened cannot be compared with, and gives way to the next one.
     *
     * @param folder exists; the model lands in it
     * @return empty when nothing serves, or what serves is damaged or made for other code
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

    /**
     * Fetches it.
     *
     * @param schemaHash what today's vectors mean
     * @param folder exists; the model lands in it
     * @return empty when nothing serves, or what serves is damaged or reads other vectors: then it cannot be compared with,
     *     nor serve on
     * @throws IOException when the store does not answer
     */
    public static Optional<Ranker> load(ObjectSource store, Optional<Current> current, String schemaHash, Path folder)
            throws IOException {
        if (current.isEmpty()) {
            return Optional.empty();
        }
        String version = current.get().champion();
        String prefix = "models/" + version + "/";
        try {
            Optional<ObjectSource.Tagged> document = store.get(prefix + Manifest.FILE);
            if (document.isEmpty()) {
                throw new DamagedDocumentException(
                        store.location() + "/" + prefix + Manifest.FILE + ": no such object");
            }
            Manifest manifest = Manifest.parse(document.get().bytes(), store.location() + "/" + prefix + Manifest.FILE);
            if (manifest.kind() == ModelKind.RULE) {
                return Optional.of(new RuleRanker());
            }
            if (!manifest.schemaHash().equals(schemaHash)) {
                LOG.log(System.Logger.Level.INFO, "model " + version + " reads other vectors: not compared with");
                return Optional.empty();
            }
            Path model = folder.resolve("champion-" + Bundle.RANKER);
            store.download(prefix + Bundle.RANKER, model);
            if (!Manifest.Entry.of(model).equals(manifest.files().get(Bundle.RANKER))) {
                throw new DamagedDocumentException(store.location() + "/" + prefix + Bundle.RANKER + ": damaged");
            }
            return Optional.of(CatBoostRanker.load(model));
        } catch (DamagedDocumentException e) {
            LOG.log(System.Logger.Level.WARNING, "model " + version + " cannot be compared with", e);
            return Optional.empty();
        }
    }
}
