package io.nextcart.store.document;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The merchandising rules of a shop.
 *
 * @param version from 1, one more with each change; 0 before the first
 * @param changedAtMs the time of the change, milliseconds since the epoch; 0 before the first
 * @param rules ascending by id
 */
public record RuleSet(long version, long changedAtMs, List<Rule> rules) {
    /** Before the first change. */
    public static final RuleSet NONE = new RuleSet(0, 0, List.of());

    public RuleSet {
        rules = List.copyOf(rules);
    }

    /** The document. */
    public JsonFields toJson() {
        return new JsonFields()
                .put("version", version)
                .putInstant("changed_at", version == 0 ? null : changedAtMs)
                .putAll("rules", rules, Rule::toJson);
    }

    /**
     * Reads a version as a store keeps it.
     *
     * @param version 0 before the first change, when there is no document
     */
    public static RuleSet ofVersion(long version, String document) throws DamagedDocumentException {
        return version == 0
                ? NONE
                : read(document.getBytes(StandardCharsets.UTF_8), "version " + version + " of the rules");
    }

    /**
     * Reads the document.
     *
     * @param place where it comes from, for messages
     */
    public static RuleSet read(byte[] bytes, String place) throws DamagedDocumentException {
        JsonObject set = JsonObject.read(bytes, place, "merchandising rules");
        long version = set.count("version");
        if (version == 0) {
            throw set.wrong("version", "1 or more, since a change is stored");
        }
        return new RuleSet(version, set.instantMs("changed_at"), set.objects("rules", Rule::of));
    }
}
