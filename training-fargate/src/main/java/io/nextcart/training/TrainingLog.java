package io.nextcart.training;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.Windows;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.input.LogReader;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import java.io.IOException;

/**
 * The log of a training, and what follows from it and the settings alone.
 *
 * @param log all of it
 * @param badRows rows that could not be read
 * @param sessions all of them
 * @param objective what is trained for
 * @param windows where the examples and the holdout start
 * @param replay replays the sessions
 */
record TrainingLog(
        LogDatabase log,
        long badRows,
        SessionLog sessions,
        Objective objective,
        Windows windows,
        HistoryReplay replay) {
    /**
     * Reads it.
     *
     * @throws io.nextcart.data.BadInputException when it cannot be used
     */
    static TrainingLog read(Run run, SqlEngine sql) throws IOException {
        return run.stages().run("read the log", stage -> {
            LogReader reader = new LogReader(run.settings().log(), run.progress());
            LogDatabase log = database(reader, sql);
            stage.addRows(log.eventCount());
            SessionLog sessions = log.sessions(log.firstMs(), log.lastMs() + 1);
            Objective objective = Objective.forLog(run.settings().objective(), log.eventCount(EventType.ADD_TO_CART));
            return new TrainingLog(
                    log,
                    reader.badRows(),
                    sessions,
                    objective,
                    Windows.of(sessions, objective),
                    new HistoryReplay(sessions, log.itemIds()));
        });
    }

    /** Reads a log into a database alone. */
    static LogDatabase database(LogInputs inputs, SqlEngine sql, Progress progress) throws IOException {
        return database(new LogReader(inputs, progress), sql);
    }

    private static LogDatabase database(LogReader reader, SqlEngine sql) throws IOException {
        LogDatabase log = new LogDatabase(sql, RetailRocket.PRICE_PROPERTY);
        reader.readAll(log::accept, log);
        log.seal();
        return log;
    }
}
