package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.store.RuleStore;
import java.io.IOException;
import java.util.Optional;

/** Merchandising rules in the shop's file. */
public final class MvRuleStore implements RuleStore {
    private final ShopFile file;

    public MvRuleStore(ShopFile file) {
        this.file = requireNonNull(file, "file is null");
    }

    @Override
    public Version latest() throws IOException {
        return file.readTogether(maps -> {
            Long last = maps.rules().lastKey();
            return last == null
                    ? Version.NONE
                    : new Version(last, requireNonNull(maps.rules().get(last), "a key has a document"));
        });
    }

    @Override
    public Optional<Version> get(long version) throws IOException {
        return file.read(
                maps -> Optional.ofNullable(maps.rules().get(version)).map(document -> new Version(version, document)));
    }

    @Override
    public boolean add(Version next) throws IOException {
        return file.change(maps -> {
            String before = maps.rules().putIfAbsent(next.version(), next.document());
            return before == null || before.equals(next.document());
        });
    }
}
