package io.nextcart.store.document;

/**
 * The time and memory of one stage of a training.
 *
 * @param name what was done, in a few plain words
 * @param seconds wall time
 * @param cpuSeconds processor time of all threads and of processes that the stage started
 * @param rows rows, or other units, processed; 0 when it counts none
 * @param peakRssMb largest resident memory during the stage, including processes that it started, MiB
 */
public record StageRecord(String name, double seconds, double cpuSeconds, long rows, long peakRssMb) {
    public static StageRecord of(JsonObject json) throws DamagedDocumentException {
        return new StageRecord(
                json.text("name"),
                json.number("seconds"),
                json.number("cpu_seconds"),
                json.count("rows", 0),
                json.count("peak_rss_mb"));
    }

    public JsonFields toJson() {
        return new JsonFields()
                .put("name", name)
                .put("seconds", seconds)
                .put("cpu_seconds", cpuSeconds)
                .put("rows", rows)
                .put("peak_rss_mb", peakRssMb);
    }
}
