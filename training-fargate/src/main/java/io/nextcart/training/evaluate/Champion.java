package io.nextcart.training.evaluate;

import io.nextcart.engine.bundle.Bundle;
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
     * Whether the rule may take its place: nothing serves, or a rule of earlier tables does.
     *
     * @throws IOException when the store does not answer
     */
    public static boolean isReplacedByRule(ObjectSource store, Optional<Current> current) throws IOException {
        if (current.isEmpty()) {
            return true;
        }
        String key = "models/" + current.get().champion() + "/" + Manifest.FILE;
        Optional<ObjectSource.Tagged> document = store.get(key);
        try {
            return document.isPresent()
                    && Manifest.parse(document.get().bytes(), store.location() + "/" + key)
                                    .kind()
                            == ModelKind.RULE;
        } catch (DamagedDocumentException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot tell what serves", e);
            return false;
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
            if (!manifest.schemaHash().equals(schemaHash)) {
                LOG.log(System.Logger.Level.INFO, "model " + version + " reads other vectors: not compared with");
                return Optional.empty();
            }
            if (manifest.kind() == ModelKind.RULE) {
                return Optional.of(new RuleRanker());
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
