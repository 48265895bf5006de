package io.nextcart.training.publish;

/**
 * How well a ranking did on a holdout.
 *
 * @param hr20 share of cases whose target is among the first 20, 0–1
 * @param mrr20 mean of 1/rank of the target, 0 beyond rank 20, 0–1
 * @param cases number of cases, 0 or more
 */
public record Scores(double hr20, double mrr20, int cases) {
    public Scores {
        if (!(hr20 >= 0 && hr20 <= 1) || !(mrr20 >= 0 && mrr20 <= 1) || cases < 0) {
            throw new IllegalArgumentException("scores are HR@20 " + hr20 + ", MRR@20 " + mrr20 + " on " + cases
                    + " cases, expected rates from 0 to 1 and a count");
        }
    }
}
