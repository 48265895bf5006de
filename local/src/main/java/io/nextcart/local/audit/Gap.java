package io.nextcart.local.audit;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.WireName;
import io.nextcart.data.log.Counted;
import io.nextcart.store.document.JsonFields;

/**
 * Something that does not reconcile.
 *
 * @param count how often, above 0
 * @param example one of them: a key or a place, never a user
 */
public record Gap(Kind kind, long count, String example) {
    /** What does not reconcile. */
    public enum Kind implements WireName {
        LOST("accepted event cannot be read", "accepted events cannot be read"),
        NOT_ACCEPTED("stored event was not accepted", "stored events were not accepted"),
        NOT_DELETED("stored event is of a user deleted since", "stored events are of users deleted since"),
        NOT_ARCHIVED("stored event is not in the archive", "stored events are not in the archive"),
        DELETION_NOT_ARCHIVED("deleted user is not in the archive", "deleted users are not in the archive"),
        ARCHIVE_DAMAGED("fault in the archive", "faults in the archive"),
        MODEL_DAMAGED("model in use is not whole", "models in use are not whole");

        private final String one;
        private final String several;

        Kind(String one, String several) {
            this.one = one;
            this.several = several;
        }
    }

    public Gap {
        requireNonNull(kind, "kind is null");
        requireNonNull(example, "example is null");
    }

    /** As a sentence for people. */
    public String sentence() {
        return Counted.of(count, kind.one, kind.several) + ", such as " + example;
    }

    JsonFields toJson() {
        return new JsonFields().put("kind", kind.wireName()).put("count", count).put("example", example);
    }
}
