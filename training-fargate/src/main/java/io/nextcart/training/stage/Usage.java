package io.nextcart.training.stage;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The resources used by this process.
 *
 * @param cpuSeconds processor time since its start, of all threads
 * @param peakRssMb peak resident memory since its start or the last {@link #resetPeak()}, MiB; outside Linux, the peak
 *     of the Java heap
 * @param bytesRead by calls to the system since its start, processes that it waited for included; 0 outside Linux
 */
public record Usage(double cpuSeconds, long peakRssMb, long bytesRead) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path IO = Path.of("/proc/self/io");
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
        OptionalLong peakKb = figure(STATUS, "VmHWM:");
        return new Usage(
                cpuSeconds,
                peakKb.isPresent() ? peakKb.getAsLong() >> 10 : heapPeakMb(),
                figure(IO, "rchar:").orElse(0));
    }

    /** The resident memory of this process that no file holds too, MiB; empty where the system does not tell. */
    static OptionalLong ownMb() {
        OptionalLong ownKb = figure(STATUS, "RssAnon:");
        return ownKb.isPresent() ? OptionalLong.of(ownKb.getAsLong() >> 10) : ownKb;
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

    /** The number in the line of a file that starts with a name; empty without such a file or line. */
    private static OptionalLong figure(Path file, String name) {
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, file + " cannot be read: " + name + " is left out", e);
        }
        return OptionalLong.empty();
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
