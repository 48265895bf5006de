package io.nextcart.data.synthetic;

import io.nextcart.data.Progress;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The views of the log, visitor by visitor: exactly as many as the {@link ShopSpec} demands, by exactly its visitors,
 * on exactly its seen items. Most visitors come once and view one item; a few return for months.
 */
final class VisitLog {
    private static final long VISITOR_KIND = 5;
    private static final long SPREAD_KIND = 6;
    private static final double RETURNING_SHARE = 0.45;
    private static final double HEAVINESS = 2.0;
    private static final double SESSION_VIEWS = 3.2;
    private static final int LONGEST_SESSION = 80;
    private static final int PROGRESS_EVERY = 10_000;
    private static final long HOUR_MS = 3_600_000L;
    /** Relative traffic by hour of day, from midnight UTC. */
    private static final int[] HOURS = {6, 5, 5, 5, 5, 5, 4, 3, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 10, 9, 8, 7};
    /** Relative traffic by day of week, from Sunday: the log starts on one. */
    private static final int[] DAYS = {8, 11, 11, 11, 10, 9, 7};

    private static final int BUSIEST_HOUR = 10;
    private static final int BUSIEST_DAY = 11;

    private final ShopWorld world;
    final int[] visitor;
    final int[] session;
    final int[] item;
    final long[] timeMs;
    /** The relative chance of each view to end in the cart. */
    final float[] desire;

    private int filled;
    private int sessions;

    VisitLog(ShopWorld world, Progress progress) {
        this.world = world;
        ShopSpec spec = world.spec();
        int views = spec.views();
        visitor = new int[views];
        session = new int[views];
        item = new int[views];
        timeMs = new long[views];
        desire = new float[views];
        int[] viewsOf = spread(spec);
        for (int v = 0; v < viewsOf.length; v++) {
            visit(v, viewsOf[v]);
            if (v % PROGRESS_EVERY == 0 || v + 1 == viewsOf.length) {
                progress.report("letting visitors in", v + 1L, viewsOf.length, "visitors");
            }
        }
        showEveryItem(viewsOf);
    }

    /** Spreads the views over visitors: one each, the rest as visits of returning visitors, a few of whom have most. */
    private static int[] spread(ShopSpec spec) {
        int[] views = new int[spec.visitors()];
        Arrays.fill(views, 1);
        int left = spec.views() - spec.visitors();
        int returning = Math.max(1, (int) (RETURNING_SHARE * views.length));
        SplittableRandom random = Mix.random(spec.seed(), SPREAD_KIND, 0);
        while (left > 0) {
            int who = (int) (returning * Math.pow(random.nextDouble(), HEAVINESS));
            int visit = Math.min(left, Mix.geometric(random, SESSION_VIEWS, LONGEST_SESSION));
            views[who] += visit;
            left -= visit;
        }
        return views;
    }

    private void visit(int who, int views) {
        SplittableRandom random = Mix.random(world.spec().seed(), VISITOR_KIND, who);
        Taste taste = Taste.draw(world, random);
        SessionScript script = new SessionScript(world, taste, random);
        int[] lengths = new int[views];
        int visits = 0;
        for (int left = views; left > 0; left -= lengths[visits++]) {
            lengths[visits] = Math.min(left, Mix.geometric(random, SESSION_VIEWS, LONGEST_SESSION));
        }
        long[] starts = starts(random, visits);
        long earliest = ShopSpec.START_MS;
        for (int v = 0; v < visits; v++) {
            long time = Math.max(starts[v], earliest);
            for (int i = 0; i < lengths[v]; i++) {
                int viewed = i == 0 ? script.first(time) : script.next(time);
                add(who, viewed, time, taste);
                time += 8_000 + (long) (-Math.log(1 - random.nextDouble()) * 60_000);
            }
            sessions++;
            earliest = time + HOUR_MS;
        }
    }

    private void add(int who, int viewed, long time, Taste taste) {
        long at = Math.min(time, ShopSpec.END_MS - 1);
        visitor[filled] = who;
        session[filled] = sessions;
        item[filled] = viewed;
        timeMs[filled] = at;
        boolean available = world.isAvailable(viewed, ShopWorld.week(at));
        desire[filled] = available ? (float) Math.exp(5 * world.affinity(taste.vector(), viewed)) : 1e-6f;
        filled++;
    }

    /** Start times of one visitor's visits: by the rhythm of days and hours, closer together when there are few. */
    private static long[] starts(SplittableRandom random, int visits) {
        int span = Math.min(ShopSpec.DAYS, 7 + 3 * visits);
        int firstDay = random.nextInt(ShopSpec.DAYS);
        long[] starts = new long[visits];
        for (int v = 0; v < visits; v++) {
            int day;
            int hour;
            do {
                // A window that passes the end of the log wraps around, so every weekday keeps its traffic.
                day = (firstDay + random.nextInt(span)) % ShopSpec.DAYS;
                hour = random.nextInt(24);
            } while (random.nextInt(BUSIEST_DAY) >= DAYS[day % 7] || random.nextInt(BUSIEST_HOUR) >= HOURS[hour]);
            starts[v] = ShopSpec.START_MS + day * ShopSpec.DAY_MS + hour * HOUR_MS + random.nextInt((int) HOUR_MS);
        }
        Arrays.sort(starts);
        return starts;
    }

    /** Gives the items that nobody saw to one-view visitors, so that exactly the specified number is seen. */
    private void showEveryItem(int[] viewsOf) {
        int[] seen = new int[world.spec().itemsSeen()];
        for (int viewed : item) {
            seen[viewed]++;
        }
        int unseen = 0;
        for (int pass = 0; pass < 2; pass++) {
            // One-view visitors first; in a small shop their views may not be enough.
            for (int view = 0; view < item.length; view++) {
                while (unseen < seen.length && seen[unseen] > 0) {
                    unseen++;
                }
                if (unseen == seen.length) {
                    return;
                }
                if (seen[item[view]] > 1 && (pass == 1 || viewsOf[visitor[view]] == 1)) {
                    seen[item[view]]--;
                    seen[unseen]++;
                    item[view] = unseen;
                    desire[view] = 0.05f;
                }
            }
        }
    }
}
