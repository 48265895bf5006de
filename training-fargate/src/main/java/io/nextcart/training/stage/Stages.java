package io.nextcart.training.stage;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.StageRecord;
import java.util.ArrayList;
import java.util.List;

/** Runs the stages of a training one after another and records what each took. Not thread-safe. */
public final class Stages {
    private final Progress progress;
    private final List<StageRecord> records = new ArrayList<>();
    private String latest = "start";

    /** Creates stages that report their start and end to {@code progress}. */
    public Stages(Progress progress) {
        this.progress = requireNonNull(progress, "progress is null");
    }

    /** A stage's work. */
    public interface Work<T, E extends Exception> {
        T run(Stage stage) throws E;
    }

    /** A running stage; collects what the counters of this process miss. */
    public static final class Stage {
        private long rows;
        private double childCpuSeconds;
        private long childPeakRssMb;

        private Stage() {}

        /** Adds to the rows that the stage processed. */
        public void addRows(long count) {
            rows += count;
        }

        /** Adds the usage of a process that the stage started and waited for. */
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
        Usage before = Usage.ofThisProcess();
        long began = System.nanoTime();
        try (OwnMemory own = OwnMemory.watch()) {
            try {
                return work.run(stage);
            } finally {
                double seconds = (System.nanoTime() - began) / 1e9;
                Usage after = Usage.ofThisProcess();
                records.add(new StageRecord(
                        name,
                        seconds,
                        after.cpuSeconds() - before.cpuSeconds() + stage.childCpuSeconds,
                        stage.rows,
                        withProcess(after.peakRssMb(), stage),
                        withProcess(own.peakMb().orElse(after.peakRssMb()), stage),
                        after.bytesRead() - before.bytesRead()));
                progress.report(name, stage.rows, stage.rows, "rows");
            }
        }
    }

    /** Two peaks need not coincide, and a file page that both processes map counts twice. */
    private static long withProcess(long peakMb, Stage stage) {
        return Math.min(Usage.memoryMb(), peakMb + stage.childPeakRssMb);
    }

    /** The records of all stages, in order. */
    public List<StageRecord> records() {
        return List.copyOf(records);
    }

    /** The stage that started last; {@code start} before the first. */
    public String latest() {
        return latest;
    }

    /**
     * The total of all stages.
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
