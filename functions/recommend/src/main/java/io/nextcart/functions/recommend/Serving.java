package io.nextcart.functions.recommend;

import io.nextcart.engine.Recommender;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleException;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.bundle.Current;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the store of models found.
 *
 * @param model that serves, or null: the one of before
 * @param tag of the {@code models/current.json} that the model obeys, or null: the one of before
 * @param refusing whether the version that should serve cannot be opened
 * @param unreachable whether the store failed
 */
record Serving(@Nullable ServedModel model, @Nullable String tag, boolean refusing, boolean unreachable) {
    static final Serving NOTHING = new Serving(null, null, false, false);

    /** The same, with model and tag of before where nothing else was found. */
    Serving over(Serving before) {
        return new Serving(model == null ? before.model : model, tag == null ? before.tag : tag, refusing, unreachable);
    }

    /** Looks which version should serve, and opens it unless it serves already. Never throws; faults are logged. */
    static Serving look(BundleLoader loader, Serving before) {
        try {
            return follow(loader, before);
        } catch (BundleException e) {
            log(System.Logger.Level.ERROR, "cannot tell which model should serve; in service: " + before.name(), e);
            return new Serving(null, null, true, false);
        } catch (IOException | RuntimeException e) {
            log(System.Logger.Level.WARNING, "the models cannot be read; in service: " + before.name(), e);
            return new Serving(null, null, before.refusing, true);
        }
    }

    private static Serving follow(BundleLoader loader, Serving before) throws IOException {
        // The tag before the document: when they change between the two, the next look loads once more.
        String tag = loader.currentTag().orElse(null);
        Current current =
                tag == null || tag.equals(before.tag) ? null : loader.current().orElse(null);
        if (current == null) {
            return new Serving(null, null, before.refusing, false);
        }
        ServedModel model = before.model;
        if (model != null && model.version().equals(current.champion())) {
            ServedModel same =
                    new ServedModel(model.recommender(), model.manifest(), current.previous(), current.publishedAtMs());
            return new Serving(same, tag, false, false);
        }
        ServedModel champion = open(loader, current.champion(), current.previous(), current.publishedAtMs(), before);
        if (champion != null) {
            return new Serving(champion, tag, false, false);
        }
        String previous = current.previous();
        ServedModel instead = model == null && previous != null
                ? open(loader, previous, null, current.publishedAtMs(), before)
                : null;
        return new Serving(instead, null, true, false);
    }

    /**
     * Opens a version.
     *
     * @return null when it is refused
     * @throws IOException when the store does not tell
     */
    private static @Nullable ServedModel open(
            BundleLoader loader, String version, @Nullable String previous, long publishedAtMs, Serving before)
            throws IOException {
        try {
            Bundle bundle = loader.load(version);
            ServedModel model = new ServedModel(new Recommender(bundle), bundle.manifest(), previous, publishedAtMs);
            log(System.Logger.Level.INFO, "model " + version + " serves", null);
            return model;
        } catch (BundleException | RuntimeException | LinkageError e) {
            log(System.Logger.Level.ERROR, "model " + version + " is refused; in service: " + before.name(), e);
            return null;
        }
    }

    private String name() {
        return model == null ? "none" : model.version();
    }

    private static void log(System.Logger.Level level, String message, @Nullable Throwable cause) {
        System.getLogger(ServedModels.class.getName()).log(level, message, cause);
    }
}
