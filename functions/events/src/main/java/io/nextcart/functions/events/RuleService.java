package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.store.RuleStore;
import io.nextcart.store.document.RuleSet;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads and changes the shop's merchandising rules, one version after the other. Thread-safe. */
final class RuleService {
    private static final int ATTEMPTS = 20;

    private final RuleStore store;
    private final Clock clock;

    RuleService(RuleStore store, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The rules now. */
    RuleSet latest() throws IOException {
        return read(store.latest());
    }

    /** The rules of an earlier version; empty when there is none. */
    Optional<RuleSet> version(long version) throws IOException {
        Optional<RuleStore.Version> found = store.get(version);
        return found.isPresent() ? Optional.of(read(found.get())) : Optional.empty();
    }

    /**
     * Changes the rules. A change without effect adds no version.
     *
     * @param change gets the rules as they are; called again when somebody else was quicker, so it sees every rule
     * @return the rules after the change
     */
    RuleSet change(UnaryOperator<RuleSet> change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RuleSet now = latest();
            RuleSet changed = change.apply(now);
            if (changed.rules().equals(now.rules())) {
                return now;
            }
            RuleSet next = new RuleSet(now.version() + 1, clock.millis(), changed.rules());
            if (store.add(new RuleStore.Version(next.version(), next.toJson().toText()))) {
                return next;
            }
        }
        throw new IOException("the rules cannot be changed: too many changes at once");
    }

    private static RuleSet read(RuleStore.Version found) throws IOException {
        return RuleSet.ofVersion(found.version(), found.document());
    }
}
