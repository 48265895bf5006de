package io.nextcart.training.publish;

import io.nextcart.data.BadInputException;
import io.nextcart.engine.bundle.ObjectStore;

/** The store that a person named, for training and its callers. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * Opens a store, as {@link io.nextcart.s3.ObjectStores#open} does.
     *
     * @throws BadInputException when the argument names neither a folder nor an S3 place
     */
    public static ObjectStore open(String store) {
        return io.nextcart.s3.ObjectStores.open(store);
    }
}
