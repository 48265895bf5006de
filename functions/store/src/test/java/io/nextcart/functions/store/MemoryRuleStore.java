package io.nextcart.functions.store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules in memory, for tests; can fail on demand. */
public final class MemoryRuleStore implements RuleStore {
    private final TreeMap<Long, Version> versions = new TreeMap<>();
    private boolean down;

    /** Makes every call fail, or none. */
    public synchronized void fail(boolean fails) {
        down = fails;
    }

    /** Forgets every version, as an empty table under the same name has. */
    public synchronized void clear() {
        versions.clear();
    }

    @Override
    public synchronized Version latest() throws IOException {
        check();
        Map.Entry<Long, Version> last = versions.lastEntry();
        return last == null ? Version.NONE : last.getValue();
    }

    @Override
    public synchronized Optional<Version> get(long version) throws IOException {
        check();
        return Optional.ofNullable(versions.get(version));
    }

    @Override
    public synchronized boolean add(Version next) throws IOException {
        check();
        versions.putIfAbsent(next.version(), next);
        return next.equals(versions.get(next.version()));
    }

    private void check() throws IOException {
        if (down) {
            throw new IOException("the rules are down");
        }
    }
}
