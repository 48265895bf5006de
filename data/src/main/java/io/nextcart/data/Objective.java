package io.nextcart.data;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The action that recommendations should lead to. */
public enum Objective implements WireName {
    /** The item put in the cart next in the session. */
    CART(EventType.ADD_TO_CART),
    /** The item viewed next in the session. */
    VIEW(EventType.VIEW);

    /** The setting that lets the log decide. */
    public static final String AUTO = "auto";

    /** A log with fewer add-to-carts than this has views as its objective. */
    private static final long MIN_CARTS = 200;

    private final EventType target;

    Objective(EventType target) {
        this.target = target;
    }

    /** The event that counts as success. */
    public EventType target() {
        return target;
    }

    public static Optional<Objective> of(String wireName) {
        return WireName.find(Objective.class, wireName);
    }

    /**
     * Reads a setting: {@code cart}, {@code view}, or {@link #AUTO}, for which the result is empty.
     *
     * @param name of the setting, for the message
     * @throws BadInputException for anything else
     */
    public static Optional<Objective> ofSetting(String name, String setting) {
        Optional<Objective> objective = of(setting);
        if (objective.isEmpty() && !setting.equals(AUTO)) {
            throw new BadInputException(name + " is '" + setting + "', expected cart, view or auto");
        }
        return objective;
    }

    /**
     * The objective for a log.
     *
     * @param wanted null lets the log decide: carts when it has enough of them
     * @param addToCarts how many the log holds
     * @throws BadInputException when carts are wanted and the log holds none
     */
    public static Objective forLog(@Nullable Objective wanted, long addToCarts) {
        if (wanted == null) {
            return addToCarts >= MIN_CARTS ? CART : VIEW;
        }
        if (wanted == CART && addToCarts == 0) {
            throw new BadInputException(
                    "--objective cart: the log holds no add-to-cart events, expected some, or --objective view");
        }
        return wanted;
    }
}
