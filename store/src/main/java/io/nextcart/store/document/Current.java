package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What {@code models/current.json} says: which versions serve.
 *
 * @param champion the version that serves
 * @param challenger a version on trial, or null
 * @param challengerShare the share of shoppers who see the challenger, 0–1
 * @param previous the champion before this one, to roll back to, or null
 * @param publishedAtMs when the champion went into service, milliseconds since the epoch
 */
public record Current(
        String champion,
        @Nullable String challenger,
        double challengerShare,
        @Nullable String previous,
        long publishedAtMs) {
    /** Where it lies in the store. */
    public static final String KEY = "models/current.json";

    public Current {
        requireNonNull(champion, "champion is null");
    }

    /** Whether a challenger is shown to some shoppers. */
    public boolean hasTrial() {
        return challenger != null && challengerShare > 0;
    }

    /**
     * The same champion, with a challenger that is shown to a share of shoppers. A challenger of before is replaced.
     *
     * @param version another than the champion
     * @param share above 0, at most 1
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

    /** The same champion, and no challenger. */
    public Current withoutChallenger() {
        return new Current(champion, null, 0, previous, publishedAtMs);
    }

    /**
     * The challenger is the champion; the champion of before is the one to roll back to.
     *
     * @param nowMs when that is, milliseconds since the epoch
     * @throws IllegalStateException when there is no challenger
     */
    public Current promoted(long nowMs) {
        if (challenger == null) {
            throw new IllegalStateException("no challenger to promote, champion is " + champion);
        }
        return published(challenger, nowMs);
    }

    /**
     * A version goes into service for every shopper, and a trial under way ends.
     *
     * @param version the champion from now on; the present one stays the champion, with its own previous
     */
    public Current published(String version, long nowMs) {
        return new Current(version, null, 0, version.equals(champion) ? previous : champion, nowMs);
    }

    /**
     * The champion of before is the champion again, and a trial under way ends. The one that is left can be gone back to.
     *
     * @param nowMs when that is, milliseconds since the epoch
     * @throws IllegalStateException when there is none to roll back to
     */
    public Current rolledBack(long nowMs) {
        if (previous == null) {
            throw new IllegalStateException("no champion of before to roll back to, champion is " + champion);
        }
        return published(previous, nowMs);
    }
}
