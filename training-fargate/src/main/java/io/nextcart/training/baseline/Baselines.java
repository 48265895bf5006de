package io.nextcart.training.baseline;

import io.nextcart.engine.table.Tables;
import java.util.List;

/** The recommenders that need no training beyond the tables. */
public final class Baselines {
    private Baselines() {}

    /** Popular items, rising items, the shopper's own items, co-visitation alone: as quick as serving. */
    public static List<Baseline> quick(Tables tables) {
        Fixed popular = popular(tables);
        return List.of(
                popular,
                new Fixed("trending", tables.popular().trending()),
                new RepeatLastViewed(popular),
                new CoVisitationAlone(tables.coVisitation(), popular));
    }

    /** Those and ALS alone, which scores every item of the shop for every question. */
    public static List<Baseline> all(Tables tables) {
        List<Baseline> quick = quick(tables);
        return List.of(
                quick.get(0),
                quick.get(1),
                quick.get(2),
                quick.get(3),
                new AlsAlone(new FactorScan(tables.factors()), popular(tables)));
    }

    static Fixed popular(Tables tables) {
        return new Fixed("popularity", tables.popular().popular());
    }
}
