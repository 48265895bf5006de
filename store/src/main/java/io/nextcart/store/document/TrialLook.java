package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The result of one look at a trial.
 *
 * @param atMs when, milliseconds since the epoch
 * @param alarms the names of alarms that were on
 */
public record TrialLook(
        long atMs,
        TrialCounts champion,
        TrialCounts challenger,
        Evidence evidence,
        List<String> alarms,
        Skipped skipped) {
    private static final int MOST_NAMED = 10;

    /**
     * What the counts prove.
     *
     * @param lift the challenger's conversion rate relative to the champion's, minus 1; not finite when nobody converts
     * @param lowest the lower end of an interval that holds the true lift at all looks simultaneously
     * @param highest its upper end; infinite when nothing is known
     * @param better evidence that the challenger is better; 1 is none
     * @param worse evidence that it is worse
     */
    public record Evidence(double lift, double lowest, double highest, double better, double worse) {}

    /**
     * What the counts lack.
     *
     * @param objects of the archive that could not be read, or only in part
     * @param names of some of them
     * @param rows of the other objects that are not events
     */
    public record Skipped(long objects, List<String> names, long rows) {
        public Skipped {
            names = List.copyOf(names);
        }

        /** Keeps the names of the first few objects. */
        public static Skipped of(List<String> objects, long rows) {
            return new Skipped(objects.size(), objects.subList(0, Math.min(MOST_NAMED, objects.size())), rows);
        }
    }

    public TrialLook {
        requireNonNull(champion, "champion is null");
        requireNonNull(challenger, "challenger is null");
        requireNonNull(evidence, "evidence is null");
        requireNonNull(skipped, "skipped is null");
        alarms = List.copyOf(alarms);
    }

    static TrialLook of(JsonObject look) throws DamagedDocumentException {
        return new TrialLook(
                look.instantMs("at"),
                TrialCounts.of(look.objectOrEmpty("champion")),
                TrialCounts.of(look.objectOrEmpty("challenger")),
                new Evidence(
                        look.number("lift", Double.NaN),
                        look.number("lift_lowest", Double.NaN),
                        look.number("lift_highest", Double.POSITIVE_INFINITY),
                        look.number("evidence_better", Double.POSITIVE_INFINITY),
                        look.number("evidence_worse", Double.POSITIVE_INFINITY)),
                look.texts("alarms"),
                new Skipped(look.count("objects_skipped", 0), look.texts("skipped"), look.count("rows_skipped", 0)));
    }

    JsonFields toJson() {
        return new JsonFields()
                .putInstant("at", atMs)
                .put("champion", champion.putInto(new JsonFields()))
                .put("challenger", challenger.putInto(new JsonFields()))
                .put("lift", evidence.lift())
                .put("lift_lowest", evidence.lowest())
                .put("lift_highest", evidence.highest())
                .put("evidence_better", evidence.better())
                .put("evidence_worse", evidence.worse())
                .put("alarms", alarms)
                .put("objects_skipped", skipped.objects())
                .put("skipped", skipped.names())
                .put("rows_skipped", skipped.rows());
    }
}
