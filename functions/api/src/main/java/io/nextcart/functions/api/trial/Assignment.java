package io.nextcart.functions.api.trial;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Sha256;
import java.nio.ByteBuffer;

/**
 * Which shoppers see the challenger of a trial: those whose id, hashed with the challenger's version, falls into the share. A
 * shopper keeps a variant as long as the trial lasts, and one trial does not predict the next. The version and the share
 * are enough to know every shopper's variant, so none is stored.
 *
 * @param challenger the version on trial
 * @param share of shoppers who see it, 0–1
 */
public record Assignment(String challenger, double share) {
    /** A trial starts with this share at most: an unproven model is not shown to the majority. */
    public static final double LARGEST_SHARE = 0.5;

    /** No version is named so: a version holds no space. */
    private static final String CONTROL = "control group";

    private static final double UNIT = 0x1p-53;
    private static final int UNIT_SHIFT = 11;

    public Assignment {
        requireNonNull(challenger, "challenger is null");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + ", expected a number from 0 to 1");
        }
    }

    /**
     * Which shoppers are in the control group: {@link #holds} them. They keep the list of popular items for as long as the share
     * stays, and a larger share holds those of a smaller one, too.
     *
     * @param share of shoppers, 0–1
     */
    public static Assignment control(double share) {
        return new Assignment(CONTROL, share);
    }

    /** Whether a shopper is among the share. */
    public boolean holds(String userId) {
        return share > 0 && of(userId) == Variant.CHALLENGER;
    }

    /**
     * A shopper in a trial.
     *
     * @param variant {@link Variant#CHAMPION} or {@link Variant#CHALLENGER}
     * @param hash names the shopper within this trial only
     */
    public record Place(Variant variant, long hash) {}

    /** The variant of a shopper. */
    public Variant of(String userId) {
        return place(userId).variant();
    }

    /** The variant of a shopper, with a name of fixed size for callers that count many. */
    public Place place(String userId) {
        // Neither holds a line break, so no other pair makes the same text.
        long hash = ByteBuffer.wrap(Sha256.of(challenger + '\n' + userId)).getLong();
        boolean challenged = (hash >>> UNIT_SHIFT) * UNIT < share;
        return new Place(challenged ? Variant.CHALLENGER : Variant.CHAMPION, hash);
    }
}
