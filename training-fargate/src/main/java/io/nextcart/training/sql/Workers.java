package io.nextcart.training.sql;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/** Where work is done that needs no table: on threads of this process, or on the machines of a cluster. */
public interface Workers {
    /**
     * Work on one part of an input, which any machine of the cluster can do: it holds nothing that only this process
     * has.
     *
     * @param <P> a part
     * @param <R> its result
     */
    @FunctionalInterface
    interface Work<P extends Serializable, R extends Serializable> extends Serializable {
        /**
         * Does the work, perhaps more than once for a part.
         *
         * @throws io.nextcart.data.BadInputException when the part cannot be used
         * @throws IOException when it cannot be reached
         */
        R on(P part) throws IOException;
    }

    /**
     * Does work on all parts, several at a time, and passes the results on one by one in the order of the parts. Only
     * as many results as there are workers are in memory at once.
     *
     * @param sink called on this thread
     * @throws io.nextcart.data.BadInputException of the first part that cannot be used
     * @throws IOException when a part cannot be reached
     */
    <P extends Serializable, R extends Serializable> void each(List<P> parts, Work<P, R> work, Consumer<R> sink)
            throws IOException;
}
