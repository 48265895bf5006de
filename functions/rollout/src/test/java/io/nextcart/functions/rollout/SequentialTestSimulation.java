package io.nextcart.functions.rollout;

import io.nextcart.functions.rollout.SequentialTest.Arm;
import io.nextcart.functions.rollout.SequentialTest.Verdict;
import java.util.Locale;
import java.util.SplittableRandom;

/** Trials of synthetic shoppers, each looked at every hour until it is decided or over. */
final class SequentialTestSimulation {
    private static final int HOURS = 24 * 6; // of seven days, the last is the horizon of the last shoppers

    private SequentialTestSimulation() {}

    /**
     * A shop and two models.
     *
     * @param lift of the challenger's rate over the champion's
     */
    record Scenario(String name, double base, double lift, double share, int shoppersPerDay) {}

    /** Number of trials by result, and the mean number of days of the decided ones. */
    record Outcome(int better, int worse, int open, double days) {
        int runs() {
            return better + worse + open;
        }

        String line(Scenario scenario) {
            return String.format(
                    Locale.ROOT,
                    "%-8s base %.1f %%, lift %+3.0f %%, share %2.0f %%, %,6d shoppers a day: promoted %3d, rolled back"
                            + " %3d, undecided %3d; decided after %.1f days",
                    scenario.name,
                    100 * scenario.base,
                    100 * scenario.lift,
                    100 * scenario.share,
                    scenario.shoppersPerDay,
                    better,
                    worse,
                    open,
                    days);
        }
    }

    static Outcome run(Scenario scenario, int runs, long seed) {
        int[] verdicts = new int[Verdict.values().length];
        double hours = 0;
        for (int i = 0; i < runs; i++) {
            int hour = 0;
            SplittableRandom random = new SplittableRandom(seed + i);
            SequentialTest test = new SequentialTest(scenario.share, 0.05);
            long[] shoppers = new long[2];
            long[] converted = new long[2];
            Verdict verdict = Verdict.OPEN;
            while (hour < HOURS && verdict == Verdict.OPEN) {
                hour++;
                for (int s = scenario.shoppersPerDay / 24; s > 0; s--) {
                    int arm = random.nextDouble() < scenario.share ? 1 : 0;
                    double rate = arm == 1 ? scenario.base * (1 + scenario.lift) : scenario.base;
                    shoppers[arm]++;
                    converted[arm] += random.nextDouble() < rate ? 1 : 0;
                }
                if (Math.min(shoppers[0], shoppers[1]) >= TrialSettings.DEFAULT.minShoppers()) {
                    verdict = test.look(new Arm(shoppers[0], converted[0]), new Arm(shoppers[1], converted[1]))
                            .verdict();
                }
            }
            verdicts[verdict.ordinal()]++;
            hours += verdict == Verdict.OPEN ? 0 : hour;
        }
        int better = verdicts[Verdict.BETTER.ordinal()];
        int worse = verdicts[Verdict.WORSE.ordinal()];
        return new Outcome(better, worse, verdicts[Verdict.OPEN.ordinal()], hours / 24 / Math.max(1, better + worse));
    }
}
