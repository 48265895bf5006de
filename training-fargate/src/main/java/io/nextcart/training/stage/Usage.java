package io.nextcart.training.stage;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The resources used by this process.
 *
 * @param cpuSeconds processor time since its start, of all threads
 * @param peakRssMb peak resident memory since its start or the last {@link #resetPeak()}, MiB; outside Linux, the peak
 *     of the Java heap
 */
public record Usage(double cpuSeconds, long peakRssMb) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

    private static final System.Logger LOG = System.getLogger(Usage.class.getName());

    /** Reads the counters. */
    public static Usage ofThisProcess() {
        double cpuSeconds = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
        return new Usage(cpuSeconds, Files.isReadable(STATUS) ? residentPeakMb() : heapPeakMb());
    }

    /**
     * Restarts the peak at the present memory. Where the system forbids that, as in some containers, peaks count from
     * the start of the process.
     */
    public static void resetPeak() {
        if (Files.isWritable(CLEAR_REFS)) {
            try {
                Files.writeString(CLEAR_REFS, "5");
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        CLEAR_REFS + " refuses: peaks count from the start of the process",
                        e);
            }
        }
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            pool.resetPeakUsage();
        }
    }

    /** The memory of the container or, outside one, of the machine, MiB. */
    public static long memoryMb() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() >> 20;
    }

    private static long residentPeakMb() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return heapPeakMb();
    }

    private static long heapPeakMb() {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getPeakUsage().getUsed();
            }
        }
        return bytes >> 20;
    }
}
