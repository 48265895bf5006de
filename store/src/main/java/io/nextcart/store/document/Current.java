package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * The versions that serve: the document {@code models/current.json}, a JSON object {@code {"champion", "challenger",
 * "challenger_share", "previous", "published_at"}} with the time in ISO 8601.
 *
 * @param champion the version that serves
 * @param challenger a version on trial, or null
 * @param challengerShare the share of shoppers who see the challenger, 0–1
 * @param previous the previous champion, to roll back to, or null
 * @param publishedAtMs when the champion was published, milliseconds since the epoch
 */
public record Current(
        String champion,
        @Nullable String challenger,
        double challengerShare,
        @Nullable String previous,
        long publishedAtMs) {
    public static final String KEY = "models/current.json";

    public Current {
        requireVersion(champion);
        if (challenger != null) {
            requireVersion(challenger);
        }
        if (previous != null) {
            requireVersion(previous);
        }
        if (!(challengerShare >= 0 && challengerShare <= 1)) {
            throw new IllegalArgumentException(
                    "challenger share is " + challengerShare + ", expected a number from 0 to 1");
        }
    }

    /**
     * Reads the document.
     *
     * @param place where the bytes come from, for messages
     */
    public static Current read(byte[] bytes, String place) throws DamagedDocumentException {
        JsonObject json = JsonObject.read(bytes, place, "one with the champion, which names the model that serves");
        return new Current(
                json.version("champion"),
                json.optionalVersion("challenger"),
                json.has("challenger_share") ? json.share("challenger_share") : 0,
                json.optionalVersion("previous"),
                json.instantMs("published_at"));
    }

    public byte[] toJson() {
        return toFields().toLine();
    }

    public JsonFields toFields() {
        return new JsonFields()
                .put("champion", champion)
                .put("challenger", challenger)
                .put("challenger_share", challengerShare)
                .put("previous", previous)
                .putInstant("published_at", publishedAtMs);
    }

    private static void requireVersion(String version) {
        if (!ObjectKey.isSegment(requireNonNull(version, "version is null"))) {
            throw new IllegalArgumentException("version is '" + version + "', expected a version name");
        }
    }

    /** Whether some shoppers see a challenger. */
    public boolean hasTrial() {
        return challenger != null && challengerShare > 0;
    }

    /**
     * The same champion, with a challenger that replaces any earlier one.
     *
     * @param version differs from the champion
     * @param share of shoppers who see it; above 0, at most 1
     */
    public Current withChallenger(String version, double share) {
        requireNonNull(version, "version is null");
        if (version.equals(champion)) {
            throw new IllegalArgumentException("challenger is the champion itself: " + version);
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + ", expected a number above 0, at most 1");
        }
        return new Current(champion, version, share, previous, publishedAtMs);
    }

    public Current withoutChallenger() {
        return new Current(champion, null, 0, previous, publishedAtMs);
    }

    /**
     * Makes the challenger the champion, and the champion the previous one.
     *
     * @param nowMs milliseconds since the epoch
     * @throws IllegalStateException when there is no challenger
     */
    public Current promoted(long nowMs) {
        if (challenger == null) {
            throw new IllegalStateException("no challenger to promote, champion is " + champion);
        }
        return published(challenger, nowMs);
    }

    /**
     * Publishes a version to every shopper, ending any trial.
     *
     * @param version the new champion; publishing the present champion keeps its previous one
     */
    public Current published(String version, long nowMs) {
        return new Current(version, null, 0, version.equals(champion) ? previous : champion, nowMs);
    }
}
