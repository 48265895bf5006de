package io.nextcart.training.stage;

/**
 * What a stage took.
 *
 * @param name what was done, in a few plain words
 * @param seconds wall time
 * @param cpuSeconds processor time of all threads and of processes that the stage started
 * @param rows rows, or other units, that the stage went through; 0 when it counts none
 * @param peakRssMb largest resident memory meanwhile, MiB, with that of processes that the stage started on top
 */
public record StageRecord(String name, double seconds, double cpuSeconds, long rows, long peakRssMb) {}
