package io.nextcart.functions.api.trial;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Sha256;
import java.nio.ByteBuffer;

/**
 * Assigns shoppers to the variants of a trial: those whose id, hashed with the challenger's version, falls into the
 * share see the challenger. A shopper keeps a variant for the whole trial, and one trial does not predict the next.
 * Version and share determine every shopper's variant, so none is stored.
 *
 * @param challenger the version on trial
 * @param share of shoppers who see it, 0–1
 */
public record Assignment(String challenger, double share) {
    /**
     * The largest share of the control group, of places that explore, and at the start of a trial: neither popular nor rare
     * items nor an unproven model are shown to the majority.
     */
    public static final double LARGEST_SHARE = 0.5;

    /** Cannot be a version, which has no space. */
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
     * The control group: the shoppers whom this {@link #holds} get the list of popular items. A shopper stays in while
     * the share does not change, and a larger share includes the shoppers of a smaller one.
     *
     * @param share of shoppers, 0 to {@link #LARGEST_SHARE}
     */
    public static Assignment control(double share) {
        if (share > LARGEST_SHARE) {
            throw new IllegalArgumentException(
                    "share of the control group is " + share + ", expected 0 to " + LARGEST_SHARE);
        }
        return new Assignment(CONTROL, share);
    }

    /** Whether a shopper falls into the share. */
    public boolean holds(String userId) {
        return share > 0 && of(userId) == Variant.CHALLENGER;
    }

    /**
     * A shopper in a trial.
     *
     * @param variant {@link Variant#CHAMPION} or {@link Variant#CHALLENGER}
     * @param hash identifies the shopper within this trial only
     */
    public record Place(Variant variant, long hash) {}

    /** The variant of a shopper. */
    public Variant of(String userId) {
        return place(userId).variant();
    }

    /** The variant of a shopper, with an id of fixed size for callers that count many. */
    public Place place(String userId) {
        // Neither part contains a line break, so distinct pairs have distinct texts.
        long hash = ByteBuffer.wrap(Sha256.of(challenger + '\n' + userId)).getLong();
        boolean challenged = (hash >>> UNIT_SHIFT) * UNIT < share;
        return new Place(challenged ? Variant.CHALLENGER : Variant.CHAMPION, hash);
    }
}
