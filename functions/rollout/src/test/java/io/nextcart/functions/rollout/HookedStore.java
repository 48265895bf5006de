package io.nextcart.functions.rollout;

import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store at which something happens once, before a call. */
final class HookedStore implements ObjectStore {
    private final ObjectStore store;
    private final String key;
    private Hook hook;

    /** What happens. */
    interface Hook {
        void run() throws IOException;
    }

    /**
     * @param key what a listing or a conditional write that the hook comes before begins with
     */
    HookedStore(ObjectStore store, String key, Hook hook) {
        this.store = store;
        this.key = key;
        this.hook = hook;
    }

    private void before(String asked) throws IOException {
        if (asked.startsWith(key)) {
            Hook now = hook;
            hook = () -> {};
            now.run();
        }
    }

    @Override
    public boolean putIf(String asked, byte[] bytes, Optional<String> expectedEtag) throws IOException {
        before(asked);
        return store.putIf(asked, bytes, expectedEtag);
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        before(prefix);
        return store.list(prefix);
    }

    @Override
    public Optional<Tagged> get(String asked) throws IOException {
        return store.get(asked);
    }

    @Override
    public Optional<String> etag(String asked) throws IOException {
        return store.etag(asked);
    }

    @Override
    public void download(String asked, Path target) throws IOException {
        store.download(asked, target);
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void upload(String asked, Path file) throws IOException {
        store.upload(asked, file);
    }

    @Override
    public void put(String asked, byte[] bytes) throws IOException {
        store.put(asked, bytes);
    }

    @Override
    public void delete(String asked) throws IOException {
        store.delete(asked);
    }
}
