package io.nextcart.store.document;

/**
 * What one stage of a training took.
 *
 * @param name what was done, in a few plain words
 * @param seconds wall time
 * @param cpuSeconds processor time of all threads and of processes that the stage started
 * @param rows rows, or other units, processed; 0 when it counts none
 * @param peakRssMb largest resident memory during the stage, including processes that it started, MiB
 * @param peakOwnMb the largest part of it that no file holds too, MiB: what the system cannot take back. Where the
 *     system does not tell, and in a document of an older version, it is {@code peakRssMb}
 * @param bytesRead by calls to the system, from files, pipes and network, also when memory held the file; without mapped
 *     pages. 0 where the system does not tell, and in a document of an older version
 */
public record StageRecord(
        String name, double seconds, double cpuSeconds, long rows, long peakRssMb, long peakOwnMb, long bytesRead) {
    public static StageRecord of(JsonObject json) throws DamagedDocumentException {
        return new StageRecord(
                json.text("name"),
                json.number("seconds"),
                json.number("cpu_seconds"),
                json.count("rows", 0),
                json.count("peak_rss_mb"),
                json.count("peak_own_mb", json.count("peak_rss_mb")),
                json.count("bytes_read", 0));
    }

    /** This stage and another of the same name as one. */
    public StageRecord and(StageRecord other) {
        return new StageRecord(
                name,
                seconds + other.seconds,
                cpuSeconds + other.cpuSeconds,
                rows + other.rows,
                Math.max(peakRssMb, other.peakRssMb),
                Math.max(peakOwnMb, other.peakOwnMb),
                bytesRead + other.bytesRead);
    }

    public JsonFields toJson() {
        return new JsonFields()
                .put("name", name)
                .put("seconds", seconds)
                .put("cpu_seconds", cpuSeconds)
                .put("rows", rows)
                .put("peak_rss_mb", peakRssMb)
                .put("peak_own_mb", peakOwnMb)
                .put("bytes_read", bytesRead);
    }
}
