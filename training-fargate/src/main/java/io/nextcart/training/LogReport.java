package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.data.log.LogSummary;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.input.LogReader;
import io.nextcart.training.report.ReportWriter;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.stage.WorkFolder;
import io.nextcart.training.table.LogDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a log as a training does, and writes a report of it instead of training. */
public final class LogReport {
    private LogReport() {}

    /**
     * Writes the report.
     *
     * @param lift what recommendations bring; null if nothing was counted
     * @param model manifest of the model to report on, or null
     * @return a summary of the log
     * @throws io.nextcart.data.BadInputException when the log cannot be used
     */
    public static LogSummary write(
            LogInputs inputs,
            RetrainSettings.Resources resources,
            @Nullable LiftRecord lift,
            @Nullable Manifest model,
            Path file,
            Progress progress)
            throws IOException {
        try (WorkFolder work = WorkFolder.in(resources.workFolder());
                SqlEngine sql = resources.start(DuckDbEngine::new, work)) {
            LogReader reader = new LogReader(inputs, progress);
            LogDatabase log = LogDatabase.read(reader, sql);
            LogSummary read = log.summary(reader);
            ReportWriter.write(file, log, read, lift, model, progress);
            return read;
        }
    }
}
