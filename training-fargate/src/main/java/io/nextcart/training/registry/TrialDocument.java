package io.nextcart.training.registry;

import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What {@code trials/<version>.json} is told as. */
final class TrialDocument {
    private static final Set<String> STATES = Set.of("running", "promoted", "rolled_back");

    private TrialDocument() {}

    /** The document of a version's trial; empty when there was none, damaged when it is no record of that trial. */
    static Details in(ObjectStore store, String version, boolean isShown) throws IOException {
        String key = "trials/" + version + ".json";
        Details found = Details.in(store, key, "the record of a trial");
        if (found.equals(Details.NOTHING) || !found.problem().isEmpty()) {
            return found;
        }
        String place = store.location() + "/" + key;
        if (!STATES.contains(found.text("state"))) {
            return found.wrong(place, "state", "running, promoted or rolled_back");
        }
        if (found.has("challenger") && !found.text("challenger").equals(version)) {
            return found.wrong(place, "challenger", "'" + version + "', as the object's name says");
        }
        return told(found, isShown);
    }

    /**
     * The document, unless it says that a trial runs whose challenger nobody is shown: that one was ended by other hand, such as
     * by a roll back, and nobody has closed its record yet.
     *
     * @param isShown whether {@code models/current.json} names it as the challenger
     */
    private static Details told(Details trial, boolean isShown) {
        if (isShown || !"running".equals(trial.text("state"))) {
            return trial;
        }
        Map<Object, Object> ended = new LinkedHashMap<>(trial.map());
        ended.put("state", "ended");
        ended.put("reason", "it was ended by other hand: models/current.json does not name it as the challenger");
        return new Details(ended);
    }
}
