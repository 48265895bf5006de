package io.nextcart.local.asl;

import org.jspecify.annotations.Nullable;

/** A value that depends on the data of a state: a path, an intrinsic function, or a template of them. */
@FunctionalInterface
interface Expression {
    /**
     * Evaluates it.
     *
     * @throws StateFailure when it refers to something that is missing
     */
    @Nullable
    Object value(Scope scope) throws StateFailure;
}
