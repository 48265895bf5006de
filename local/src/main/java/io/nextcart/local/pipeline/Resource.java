package io.nextcart.local.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task calls. */
@FunctionalInterface
public interface Resource {
    /**
     * Calls it.
     *
     * @param parameters of JSON's types, as the definition fills them in
     * @return of JSON's types
     * @throws StateFailure when it fails, with the error's name as AWS gives it
     * @throws InterruptedException when it took too long: it stops what it does
     */
    @Nullable
    Object call(Map<?, ?> parameters) throws StateFailure, InterruptedException;
}
