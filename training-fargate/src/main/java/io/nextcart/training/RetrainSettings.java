package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.stage.Usage;
import io.nextcart.training.stage.WorkFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What to train on, and where the model goes.
 *
 * @param log the log to read
 * @param objective null lets the log choose
 * @param seed of every sample and start value
 * @param target where the model goes
 * @param resources what the training may use
 */
public record RetrainSettings(
        LogInputs log, @Nullable Objective objective, long seed, Target target, Resources resources) {
    public RetrainSettings {
        requireNonNull(log, "log is null");
        requireNonNull(target, "target is null");
        requireNonNull(resources, "resources is null");
    }

    /**
     * Where a model goes.
     *
     * @param store a folder or {@code s3://bucket/prefix}
     * @param force publish even when the gate refuses
     * @param trial only store a model that passes the gate, for a trial against the champion, if there is one
     */
    public record Target(String store, boolean force, boolean trial) {
        public Target {
            requireNonNull(store, "store is null");
        }

        /** Publishes a model that passes the gate. */
        public static Target of(String store) {
            return new Target(store, false, false);
        }
    }

    /**
     * What a training may use.
     *
     * @param threads 1 to {@value FitSettings#MOST_THREADS}
     * @param sqlMemoryMb MiB that tables may take before they spill to the work folder, at least 128
     * @param workFolder for temporary files; created when missing
     * @param memoryMb of the machine or container, MiB
     */
    public record Resources(int threads, int sqlMemoryMb, Path workFolder, long memoryMb) {
        private static final int STANDARD_SQL_MEMORY_MB = 2048;

        public Resources {
            requireNonNull(workFolder, "workFolder is null");
            if (threads < 1 || threads > FitSettings.MOST_THREADS) {
                throw new BadInputException("--threads is " + threads + ", expected 1 to " + FitSettings.MOST_THREADS);
            }
            if (sqlMemoryMb < 128) {
                throw new BadInputException("memory of the tables is " + sqlMemoryMb + " MiB, expected at least 128");
            }
        }

        /** Starts an engine within these limits; its temporary files go to a folder below the work folder. */
        SqlEngine start(SqlEngine.Factory engine, WorkFolder work) {
            return engine.start(work.path().resolve("sql"), threads, (long) sqlMemoryMb << 20);
        }

        /** The default: 2 GiB for tables. */
        public static Resources of(int threads, Path workFolder) {
            return new Resources(threads, STANDARD_SQL_MEMORY_MB, workFolder, Usage.memoryMb());
        }
    }
}
