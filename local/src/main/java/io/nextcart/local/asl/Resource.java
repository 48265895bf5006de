package io.nextcart.local.asl;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task calls. */
@FunctionalInterface
public interface Resource {
    /**
     * Calls it.
     *
     * @param parameters JSON, as the definition fills it in
     * @return JSON
     * @throws StateFailure when it fails, with the error's name as AWS gives it
     * @throws InterruptedException when it took too long: it stops what it does
     */
    @Nullable
    Object call(Map<?, ?> parameters) throws StateFailure, InterruptedException;
}
