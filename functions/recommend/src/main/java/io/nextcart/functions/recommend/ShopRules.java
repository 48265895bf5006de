package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.store.RuleStore;
import io.nextcart.store.document.Rule;
import io.nextcart.store.document.RuleSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shop's merchandising rules as they were read last. Compiles them for a list once, until they, the catalogue or the
 * rules that the time lets apply change. Thread-safe.
 */
final class ShopRules {
    private static final String OTHER_PLACEMENTS = "";

    private final RuleStore store;
    private volatile Held held = Held.of(RuleStore.Version.NONE, RuleSet.NONE);
    private final AtomicLong reads = new AtomicLong();
    /** The number of the latest read that was taken; written under this. */
    private long taken;

    /**
     * Rules, and what was compiled of them.
     *
     * @param version as it was read
     * @param placements that a rule names
     * @param compiled by placement, of which only those that a rule names differ; for the two models of a trial
     */
    private record Held(
            RuleStore.Version version, RuleSet set, Set<String> placements, Map<String, List<Compiled>> compiled) {
        static Held of(RuleStore.Version version, RuleSet set) {
            Set<String> placements = set.rules().stream()
                    .map(Rule::placement)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            return new Held(version, set, placements, new ConcurrentHashMap<>());
        }
    }

    /** Valid from one time until another, milliseconds since the epoch. */
    private record Compiled(Overlay catalogue, Overlay withRules, long fromMs, long untilMs) {
        boolean fits(Overlay now, long nowMs) {
            return isOf(now) && fromMs <= nowMs && nowMs < untilMs;
        }

        boolean isOf(Overlay other) {
            return catalogue.equals(other); // the same object
        }
    }

    ShopRules(RuleStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * Reads the latest rules.
     *
     * @throws IOException when the store fails or its document is damaged; the rules stay
     */
    void read() throws IOException {
        long read = reads.incrementAndGet();
        RuleStore.Version latest = store.latest();
        if (latest.equals(held.version)) {
            return;
        }
        take(read, Held.of(latest, RuleSet.ofVersion(latest.version(), latest.document())));
    }

    /** Takes what was read, also an older version, as of a restored table, but not after a read that began later. */
    private synchronized void take(long read, Held found) {
        if (read > taken) {
            taken = read;
            held = found;
        }
    }

    /**
     * What the shop says of its items, with the rules for a list.
     *
     * @param catalogue compiled for the same tables
     * @param placement of the list, or null
     */
    Overlay with(Overlay catalogue, Tables tables, @Nullable String placement, long nowMs) {
        Held now = held;
        if (now.set.rules().isEmpty()) {
            return catalogue;
        }
        String key = placement != null && now.placements.contains(placement) ? placement : OTHER_PLACEMENTS;
        List<Compiled> known = now.compiled.getOrDefault(key, List.of());
        for (Compiled one : known) {
            if (one.fits(catalogue, nowMs)) {
                return one.withRules;
            }
        }
        Compiled compiled = compile(now.set, catalogue, tables, placement, nowMs);
        List<Compiled> others =
                known.stream().filter(one -> !one.isOf(catalogue)).limit(1).toList();
        now.compiled.put(
                key, Stream.concat(Stream.of(compiled), others.stream()).toList());
        return compiled.withRules;
    }

    private static Compiled compile(
            RuleSet set, Overlay catalogue, Tables tables, @Nullable String placement, long nowMs) {
        List<Rule> applying = Rule.applying(set.rules(), placement, nowMs);
        List<Long> turns = set.rules().stream()
                .flatMap(rule -> Stream.of(rule.fromMs(), rule.untilMs()).filter(Objects::nonNull))
                .toList();
        return new Compiled(
                catalogue,
                catalogue.with(Rules.of(tables, catalogue, applying)),
                turns.stream().filter(turn -> turn <= nowMs).max(Long::compare).orElse(Long.MIN_VALUE),
                turns.stream().filter(turn -> turn > nowMs).min(Long::compare).orElse(Long.MAX_VALUE));
    }
}
