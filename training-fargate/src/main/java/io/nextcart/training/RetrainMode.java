package io.nextcart.training;

import io.nextcart.data.BadInputException;
import org.jspecify.annotations.Nullable;

/**
 * How a retrain runs, whatever it trains on.
 *
 * @param resumes whether finished steps stay in the work folder until the end, so that a run of the same inputs after a crash goes on
 *     from there
 * @param steps a folder or {@code s3://bucket/prefix} that keeps finished steps too, for a run whose work folder is another; or null
 * @param run name of the run: the same run begun again on the same day goes on with the log of record as it was read, even if events
 *     and items came since; null when only the very same log will do
 * @param trial whether a model that passes the gate while another serves is only stored, for a trial against it
 * @param sqlMemoryMb memory that tables may take before they spill to the work folder, MiB, at least 128
 */
public record RetrainMode(
        boolean resumes, @Nullable String steps, @Nullable String run, boolean trial, int sqlMemoryMb) {
    /** Nothing is kept, a model that passes serves, 2 GiB. */
    public static final RetrainMode STANDARD = new RetrainMode(false, null, null, false, 2048);

    public RetrainMode {
        if (steps != null && !resumes) {
            throw new IllegalArgumentException("steps are kept in " + steps + ", expected a run that resumes");
        }
        if (sqlMemoryMb < 128) {
            throw new BadInputException("memory of the tables is " + sqlMemoryMb + " MiB, expected at least 128");
        }
    }

    /** The same, but going on where a run of before was broken off. */
    public RetrainMode resuming() {
        return new RetrainMode(true, steps, run, trial, sqlMemoryMb);
    }
}
