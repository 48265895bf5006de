package io.nextcart.training;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import java.util.Locale;

/** The action that recommendations should lead to. */
public enum Objective {
    /** The item put in the cart next in the session. */
    CART(EventType.ADD_TO_CART),
    /** The item viewed next in the session. */
    VIEW(EventType.VIEW);

    /** With fewer add-to-carts than this in a log, views are the objective. */
    private static final long MIN_CARTS = 200;

    private final EventType target;

    Objective(EventType target) {
        this.target = target;
    }

    /** The event that counts as success. */
    public EventType target() {
        return target;
    }

    /** The name on the command line and in the manifest. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a setting: {@code cart}, {@code view}, or {@code auto}: carts when the log has enough of them.
     *
     * @param addToCarts how many there are in the log
     */
    public static Objective of(String setting, long addToCarts) {
        return switch (setting) {
            case "cart" -> {
                if (addToCarts == 0) {
                    throw new BadInputException(
                            "--objective cart: the log holds no add-to-cart events; expected some, or --objective view");
                }
                yield CART;
            }
            case "view" -> VIEW;
            case "auto" -> addToCarts >= MIN_CARTS ? CART : VIEW;
            default -> throw new BadInputException("--objective " + setting + ": expected cart, view or auto");
        };
    }
}
