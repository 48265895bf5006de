package io.nextcart.training.stage;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.StageRecord;
import java.util.ArrayList;
import java.util.List;

/** Runs the stages of a training one after another and keeps what each took. Not thread-safe. */
public final class Stages {
    private final Progress progress;
    private final List<StageRecord> records = new ArrayList<>();
    private String latest = "start";

    /** Stages that report to {@code progress} when they start and end. */
    public Stages(Progress progress) {
        this.progress = requireNonNull(progress, "progress is null");
    }

    /** A stage's work. */
    public interface Work<T, E extends Exception> {
        T run(Stage stage) throws E;
    }

    /** A running stage; takes what the counters of this process cannot see. */
    public static final class Stage {
        private long rows;
        private double childCpuSeconds;
        private long childPeakRssMb;

        private Stage() {}

        /** Adds rows that the stage went through. */
        public void addRows(long count) {
            rows += count;
        }

        /** Adds what a process took that the stage started and waited for. */
        public void addProcess(double cpuSeconds, long peakRssMb) {
            childCpuSeconds += cpuSeconds;
            childPeakRssMb = Math.max(childPeakRssMb, peakRssMb);
        }
    }

    /** Runs a stage; it is recorded even when it fails. */
    public <T, E extends Exception> T run(String name, Work<T, E> work) throws E {
        Stage stage = new Stage();
        latest = name;
        progress.report(name, 0, 0, "rows");
        Usage.resetPeak();
        double cpuBefore = Usage.ofThisProcess().cpuSeconds();
        long began = System.nanoTime();
        try {
            return work.run(stage);
        } finally {
            double seconds = (System.nanoTime() - began) / 1e9;
            Usage after = Usage.ofThisProcess();
            records.add(new StageRecord(
                    name,
                    seconds,
                    after.cpuSeconds() - cpuBefore + stage.childCpuSeconds,
                    stage.rows,
                    // Two peaks need not coincide, and a page of a file that both map counts twice.
                    Math.min(Usage.memoryMb(), after.peakRssMb() + stage.childPeakRssMb)));
            progress.report(name, stage.rows, stage.rows, "rows");
        }
    }

    /** What the stages took, in the order they ran. */
    public List<StageRecord> records() {
        return List.copyOf(records);
    }

    /** The stage that was started last; {@code start} before the first. */
    public String latest() {
        return latest;
    }

    /**
     * What all stages took.
     *
     * @param startedAtMs of the run, milliseconds since the epoch, as is {@code endedAtMs}
     */
    public RunRecord.Effort effort(long startedAtMs, long endedAtMs) {
        return new RunRecord.Effort(
                startedAtMs,
                endedAtMs,
                records.stream().mapToDouble(StageRecord::cpuSeconds).sum(),
                records.stream().mapToLong(StageRecord::peakRssMb).max().orElse(0));
    }
}
