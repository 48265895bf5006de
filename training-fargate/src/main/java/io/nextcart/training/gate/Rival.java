package io.nextcart.training.gate;

import java.util.Locale;

/** What a model is compared with. */
public enum Rival {
    /** The model in service. */
    CHAMPION("the model in service", false),
    /** The shopper's own items, newest first, filled up with popular ones. */
    REPEAT("the shopper's own items", true),
    /** What is popular, the same for everybody. */
    POPULARITY("popular items", true);

    private final String words;
    private final boolean rule;

    Rival(String words, boolean rule) {
        this.words = words;
        this.rule = rule;
    }

    /** As a person calls it. */
    public String words() {
        return words;
    }

    /** Whether it is a rule that needs no model, so that a model has to prove its worth against it. */
    public boolean isRule() {
        return rule;
    }

    /** The name in the manifest. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
