package io.nextcart.functions.store;

/** Holds the store of the tests to what real ones do. */
class MemoryCatalogueStoreTest extends CatalogueStoreContract {
    private final MemoryCatalogueStore store = new MemoryCatalogueStore();

    @Override
    protected CatalogueStore store() {
        return store;
    }
}
