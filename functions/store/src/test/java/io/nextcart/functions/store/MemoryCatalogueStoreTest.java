package io.nextcart.functions.store;

/** Checks the tests' store against the contract of the real ones. */
class MemoryCatalogueStoreTest extends CatalogueStoreContract {
    private final MemoryCatalogueStore store = new MemoryCatalogueStore();

    @Override
    protected CatalogueStore store() {
        return store;
    }
}
