package io.nextcart.data.log;

import io.nextcart.data.Progress;
import java.nio.file.Path;

/**
 * A file to read.
 *
 * @param file plain or gzip
 * @param maxBadRows share of bad rows that is tolerated, 0–1
 */
record Source(Path file, double maxBadRows, Progress progress) {}
