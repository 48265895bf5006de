package io.nextcart.training.registry;

import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code trials/<version>.json} is told as. */
final class TrialDocument {
    private TrialDocument() {}

    /**
     * The document, unless it says that a trial runs whose challenger nobody is shown: that one was ended by other hand, such as
     * by a roll back, and nobody has closed its record yet.
     *
     * @param isShown whether {@code models/current.json} names it as the challenger
     */
    static Details told(Details trial, boolean isShown) {
        if (isShown || !"running".equals(trial.text("state"))) {
            return trial;
        }
        Map<Object, Object> ended = new LinkedHashMap<>(trial.map());
        ended.put("state", "ended");
        ended.put("reason", "it was ended by other hand: models/current.json does not name it as the challenger");
        return new Details(ended);
    }
}
