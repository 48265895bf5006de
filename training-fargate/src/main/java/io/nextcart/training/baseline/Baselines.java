package io.nextcart.training.baseline;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.source.NeighborSource;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import java.util.ArrayList;
import java.util.List;

/** The baselines, which need no training beyond the tables. */
public final class Baselines {
    private Baselines() {}

    /** Popular items, rising items, the shopper's own items, co-visitation alone: as quick as serving. */
    public static List<Baseline> quick(Tables tables) {
        Fixed popular = popular(tables);
        return List.of(
                popular,
                new Fixed("trending", tables.popular().trending()),
                new Refilled("repeat", Baselines::ownItems, popular),
                new Refilled("co_visitation", neighbors(tables.coVisitation()), popular));
    }

    /** The quick ones, and ALS alone, which scores every item of the shop for every case. */
    public static List<Baseline> all(Tables tables) {
        List<Baseline> all = new ArrayList<>(quick(tables));
        all.add(new Refilled("als", factors(tables.factors()), popular(tables)));
        return all;
    }

    static Fixed popular(Tables tables) {
        return new Fixed("popularity", tables.popular().popular());
    }

    /** The best items of a session; returns how many were written. */
    private interface Head {
        int write(SessionState session, int[] into);
    }

    /** A list topped up with popular items. */
    private record Refilled(String name, Head head, Fixed popular) implements Baseline {
        @Override
        public int rank(SessionState session, int[] into) {
            return popular.refill(into, head.write(session, into));
        }
    }

    /** The shopper's own items, newest first. */
    private static int ownItems(SessionState session, int[] into) {
        int n = Math.min(session.distinctCount(), into.length);
        for (int d = 0; d < n; d++) {
            into[d] = session.distinctItem(d);
        }
        return n;
    }

    /** The candidates of co-visitation in their own order; with a single source the best are kept first. */
    private static Head neighbors(NeighborTable table) {
        NeighborSource source = new NeighborSource(Source.CO_VISITATION, table, Candidates.MAX_KEPT);
        Candidates candidates = new Candidates();
        return (session, into) -> {
            candidates.reset();
            source.collect(session, candidates);
            int n = Math.min(candidates.size(), into.length);
            for (int c = 0; c < n; c++) {
                into[c] = candidates.item(c);
            }
            return n;
        };
    }

    /** All items by the inner product of ALS factors with the shopper's vector. */
    private static Head factors(FactorTable table) {
        FactorScan scan = new FactorScan(table);
        return (session, into) -> scan.best(scan.vector(session), into, new float[into.length]);
    }
}
