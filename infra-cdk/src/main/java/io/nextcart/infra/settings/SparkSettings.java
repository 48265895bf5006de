package io.nextcart.infra.settings;

import java.util.Map;

/**
 * How Apache Spark retrains on EMR Serverless.
 *
 * @param release of EMR, 7.x: Spark 3.5 on Java 17
 * @param executors that work at once at most, 3 (what Spark starts with) to 250
 * @param diskGb of the driver and of each executor, 20 to 200
 */
public record SparkSettings(String release, int executors, Worker driver, Worker executor, int diskGb) {
    private static final Map<Integer, int[]> WORKER_MEMORY_GB = Map.of(
            1, new int[] {2, 8, 1},
            2, new int[] {4, 16, 1},
            4, new int[] {8, 30, 1},
            8, new int[] {16, 60, 4},
            16, new int[] {32, 120, 8});

    /**
     * A size of worker that EMR Serverless has.
     *
     * @param cpu processors
     * @param memoryGb of all of it: the heap, and what lies outside of it
     */
    public record Worker(int cpu, int memoryGb) {
        private static Worker read(SettingsReader reader, String which) {
            String cpuKey = "training.spark" + which + "Cpu";
            String memoryKey = "training.spark" + which + "MemoryGb";
            Worker worker = new Worker(reader.number(cpuKey, 1, 16), reader.number(memoryKey, 2, 120));
            reader.requireFit(cpuKey, worker.cpu, memoryKey, worker.memoryGb, WORKER_MEMORY_GB);
            return worker;
        }
    }

    static SparkSettings read(SettingsReader reader) {
        return new SparkSettings(
                reader.text(
                        "training.sparkRelease",
                        "emr-7\\.[0-9]{1,2}\\.[0-9]{1,2}",
                        "a release of EMR 7 such as emr-7.12.0, which has Spark 3.5"),
                reader.number("training.sparkExecutors", 3, 250),
                Worker.read(reader, "Driver"),
                Worker.read(reader, "Executor"),
                reader.number("training.sparkDiskGb", 20, 200));
    }
}
