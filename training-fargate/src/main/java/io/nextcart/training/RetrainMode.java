package io.nextcart.training;

import io.nextcart.data.BadInputException;

/**
 * How a retrain runs, whatever it trains on.
 *
 * @param resumes whether finished steps stay in the work folder until the end, so that a run of the same inputs after a crash goes on
 *     from there
 * @param trial whether a model that passes the gate while another serves is only stored, for a trial against it
 * @param sqlMemoryMb memory that tables may take before they spill to the work folder, MiB, at least 128
 */
public record RetrainMode(boolean resumes, boolean trial, int sqlMemoryMb) {
    /** Nothing is kept, a model that passes serves, 2 GiB. */
    public static final RetrainMode STANDARD = new RetrainMode(false, false, 2048);

    public RetrainMode {
        if (sqlMemoryMb < 128) {
            throw new BadInputException("memory of the tables is " + sqlMemoryMb + " MiB, expected at least 128");
        }
    }

    /** The same, but going on where a run of before was broken off. */
    public RetrainMode resuming() {
        return new RetrainMode(true, trial, sqlMemoryMb);
    }
}
