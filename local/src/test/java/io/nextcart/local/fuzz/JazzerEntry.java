package io.nextcart.local.fuzz;

import io.nextcart.local.fuzz.FuzzTarget.Door;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls, in a JVM of its own. */
public final class JazzerEntry {
    /** A field, since a collected logger would forget that it was silenced. */
    private static final Logger LOGGER = Logger.getLogger("io.nextcart");

    private static @Nullable Door door;

    private JazzerEntry() {}

    /** Opens the target that the command names. */
    public static void fuzzerInitialize(String[] args) {
        LOGGER.setLevel(Level.OFF);
        door = FuzzTarget.valueOf(args[0]).open();
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        door.take(input);
    }
}
