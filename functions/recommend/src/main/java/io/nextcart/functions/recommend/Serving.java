package io.nextcart.functions.recommend;

import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a look at the store of models.
 *
 * @param model that serves, or null for the previous one
 * @param tag of the {@code models/current.json} behind the model, or null for the previous one
 * @param refusing whether the version that should serve cannot be opened
 * @param unreachable whether the store failed
 * @param trial the trial in {@code models/current.json}
 */
record Serving(@Nullable ServedModel model, @Nullable String tag, boolean refusing, boolean unreachable, Trial trial) {
    static final Serving NOTHING = new Serving(null, null, false, false, Trial.NONE);

    /**
     * The running trial.
     *
     * @param assignment null when there is none
     * @param challenger null until it is loaded, and if it cannot be
     */
    record Trial(@Nullable Assignment assignment, @Nullable ServedModel challenger) {
        static final Trial NONE = new Trial(null, null);
    }

    /** The same, with the previous model, tag and trial where this has none. */
    Serving over(Serving before) {
        return new Serving(
                model == null ? before.model : model,
                tag == null ? before.tag : tag,
                refusing,
                unreachable,
                tag == null ? before.trial : trial);
    }

    /** Whether a challenger still has to be loaded. */
    boolean lacksChallenger() {
        return trial.assignment != null && trial.challenger == null;
    }

    /** Loads the challenger of the trial; null if that fails. Never throws; faults are logged. */
    static @Nullable ServedModel challenger(BundleLoader loader, Serving now, Log log) {
        Assignment assignment = now.trial.assignment;
        if (assignment == null) {
            return null;
        }
        try {
            return open(loader, assignment.challenger(), null, 0, now, log);
        } catch (IOException | RuntimeException e) {
            log.say(System.Logger.Level.WARNING, "the challenger cannot be read; in service: " + now.name(), e);
            return null;
        }
    }

    /** The same with a challenger, if it is still the one of the trial. */
    Serving with(ServedModel challenger) {
        Assignment assignment = trial.assignment;
        return assignment != null && assignment.challenger().equals(challenger.version())
                ? new Serving(model, tag, refusing, unreachable, new Trial(assignment, challenger))
                : this;
    }

    /** Finds the version that should serve, and opens it unless it serves already. Never throws; faults are logged, each once. */
    static Serving look(BundleLoader loader, Serving before, Log log) {
        try {
            return follow(loader, before, log);
        } catch (DamagedDocumentException e) {
            log.say(System.Logger.Level.ERROR, "cannot read which model should serve; in service: " + before.name(), e);
            return new Serving(null, null, true, false, Trial.NONE);
        } catch (IOException | RuntimeException e) {
            log.say(System.Logger.Level.WARNING, "the models cannot be read; in service: " + before.name(), e);
            return new Serving(null, null, before.refusing, true, Trial.NONE);
        }
    }

    private static Serving follow(BundleLoader loader, Serving before, Log log) throws IOException {
        // The tag before the document: if they change in between, the next look loads once more.
        String tag = loader.currentTag().orElse(null);
        Current current =
                tag == null || tag.equals(before.tag) ? null : loader.current().orElse(null);
        if (current == null) { // what serves is what should, or nothing says what should
            return new Serving(null, null, tag == null && before.refusing, false, Trial.NONE);
        }
        ServedModel held = held(current.champion(), before);
        ServedModel champion = held != null
                ? held.published(current.previous(), current.publishedAtMs())
                : open(loader, current.champion(), current.previous(), current.publishedAtMs(), before, log);
        if (champion != null) {
            return new Serving(champion, tag, false, false, trial(current, before));
        }
        return new Serving(instead(loader, current, before, log), null, true, false, Trial.NONE);
    }

    /**
     * What answers in place of a refused champion: the model that served before, else another whole model, else the
     * tables of one without its ranker; null when there is none, or none better than before.
     */
    private static @Nullable ServedModel instead(BundleLoader loader, Current current, Serving before, Log log)
            throws IOException {
        if (before.model != null && before.model.whole()) {
            return null;
        }
        List<String> others = Stream.of(current.challenger(), current.previous())
                .filter(Objects::nonNull)
                .toList();
        for (String version : others) {
            ServedModel found = held(version, before);
            if (found == null) {
                found = open(loader, version, null, current.publishedAtMs(), before, log);
            }
            if (found != null) {
                return found;
            }
        }
        List<String> all = new ArrayList<>(others);
        all.add(0, current.champion());
        for (String version : before.model == null ? all : List.<String>of()) {
            ServedModel found = tables(loader, version, current, log);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable ServedModel tables(BundleLoader loader, String version, Current current, Log log)
            throws IOException {
        try {
            Bundle bundle = loader.loadTables(version);
            log.say(System.Logger.Level.WARNING, "the tables of model " + version + " answer without its ranker", null);
            return new ServedModel(bundle, null, current.publishedAtMs(), false);
        } catch (DamagedDocumentException | RuntimeException | LinkageError e) {
            log.say(System.Logger.Level.ERROR, "the tables of model " + version + " are refused", e);
            return null;
        }
    }

    /** A trial whose challenger is loaded later, so that the champion need not wait for it. */
    private static Trial trial(Current current, Serving before) {
        String challenger = current.challenger();
        return challenger == null || !current.hasTrial()
                ? Trial.NONE
                : new Trial(new Assignment(challenger, current.challengerShare()), held(challenger, before));
    }

    /** A version that is loaded already, such as a challenger that has become the champion. */
    private static @Nullable ServedModel held(String version, Serving before) {
        if (before.model != null
                && before.model.whole()
                && before.model.version().equals(version)) {
            return before.model;
        }
        ServedModel challenger = before.trial.challenger;
        return challenger != null && challenger.version().equals(version) ? challenger : null;
    }

    /**
     * Opens a version.
     *
     * @return null when it is refused
     * @throws IOException when the store fails
     */
    private static @Nullable ServedModel open(
            BundleLoader loader, String version, @Nullable String previous, long publishedAtMs, Serving before, Log log)
            throws IOException {
        try {
            Bundle bundle = loader.load(version);
            ServedModel model = new ServedModel(bundle, previous, publishedAtMs, true);
            log.say(System.Logger.Level.INFO, "model " + version + " is loaded", null);
            return model;
        } catch (DamagedDocumentException | RuntimeException | LinkageError e) {
            log.say(System.Logger.Level.ERROR, "model " + version + " is refused; in service: " + before.name(), e);
            return null;
        }
    }

    private String name() {
        return model == null ? "none" : model.version();
    }

    /** Says each fault once, however often a look meets it again, until a look meets none. Thread-safe. */
    static final class Log {
        private final Set<String> said = ConcurrentHashMap.newKeySet();

        private void say(System.Logger.Level level, String message, @Nullable Throwable cause) {
            if (cause == null || said.add(message + " " + fault(cause))) {
                System.getLogger(ServedModels.class.getName()).log(level, message, cause);
            }
        }

        /** What tells one fault from another: a store that fails says something else each time, such as a request's id. */
        private static Object fault(Throwable cause) {
            return cause instanceof DamagedDocumentException ? String.valueOf(cause.getMessage()) : cause.getClass();
        }

        /** To be called when nothing is at fault. */
        void forget() {
            said.clear();
        }
    }
}
