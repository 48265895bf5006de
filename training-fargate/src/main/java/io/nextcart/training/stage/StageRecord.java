package io.nextcart.training.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage took.
 *
 * @param name what was done, in a few plain words
 * @param seconds wall time
 * @param cpuSeconds processor time of all threads and of processes that the stage started
 * @param rows rows, or other units, that the stage went through; 0 when it counts none
 * @param peakRssMb largest resident memory meanwhile, MiB, with that of processes that the stage started on top
 */
public record StageRecord(String name, double seconds, double cpuSeconds, long rows, long peakRssMb) {
    /** As a JSON object. */
    public Map<String, Object> toMap() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", name);
        one.put("seconds", seconds);
        one.put("cpu_seconds", cpuSeconds);
        one.put("rows", rows);
        one.put("peak_rss_mb", peakRssMb);
        return one;
    }

    /** Of what {@link #toMap} made; empty when it is something else. */
    static Optional<StageRecord> of(Object map) {
        if (map instanceof Map<?, ?> one
                && one.get("name") instanceof String name
                && one.get("seconds") instanceof Number seconds
                && one.get("cpu_seconds") instanceof Number cpuSeconds
                && one.get("rows") instanceof Number rows
                && one.get("peak_rss_mb") instanceof Number peakRssMb) {
            return Optional.of(new StageRecord(
                    name, seconds.doubleValue(), cpuSeconds.doubleValue(), rows.longValue(), peakRssMb.longValue()));
        }
        return Optional.empty();
    }
}
