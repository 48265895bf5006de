package io.nextcart.functions.store;

/** Checks the tests' store against the contract of the real ones. */
class MemoryRuleStoreTest extends RuleStoreContract {
    private final MemoryRuleStore store = new MemoryRuleStore();

    @Override
    protected RuleStore store() {
        return store;
    }
}
