package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.store.document.Manifest;
import io.nextcart.training.report.ReportWriter;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.table.LogDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a log as a training does, and writes the report of it instead of training. */
public final class LogReport {
    private static final long SQL_MEMORY_BYTES = 2L << 30;

    private LogReport() {}

    /**
     * Writes the report.
     *
     * @param settings which files to read and where temporary ones go; what concerns models alone is passed over
     * @param model the manifest of the model to tell of, or null
     * @return events of the log, duplicates counted once
     * @throws io.nextcart.data.BadInputException when the log cannot be used
     */
    public static long write(RetrainSettings settings, @Nullable Manifest model, Path file, Progress progress)
            throws IOException {
        Files.createDirectories(settings.workFolder());
        try (WorkFolder work = WorkFolder.temporary(settings.workFolder());
                DuckDbEngine sql = new DuckDbEngine(work.path().resolve("sql"), settings.threads(), SQL_MEMORY_BYTES)) {
            LogDatabase log = new LogReading(settings, progress).read(sql);
            ReportWriter.write(file, log, model, progress);
            return log.eventCount();
        }
    }
}
