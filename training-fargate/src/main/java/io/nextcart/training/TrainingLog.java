package io.nextcart.training;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.Windows;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.stage.Checkpoints;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SavedLog;
import io.nextcart.training.table.SessionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    private static final String BAD_ROWS = "bad-rows.txt";

    /**
     * Reads it, or what an earlier run left of it.
     *
     * @throws io.nextcart.data.BadInputException when it cannot be used
     */
    static TrainingLog read(
            RetrainSettings settings, Checkpoints steps, SqlEngine sql, Stages stages, Progress progress)
            throws IOException {
        return steps.first(
                "log",
                folder -> stages.run("read the log", stage -> {
                    LogReading reading = new LogReading(settings, progress);
                    LogDatabase log = reading.read(sql);
                    stage.addRows(log.eventCount());
                    if (steps.kept()) {
                        SavedLog.write(log, folder);
                        Files.writeString(folder.resolve(BAD_ROWS), Long.toString(reading.badRows()));
                    }
                    return of(log, reading.badRows(), settings);
                }),
                folder -> of(SavedLog.read(sql, folder), badRows(folder), settings));
    }

    private static TrainingLog of(LogDatabase log, long badRows, RetrainSettings settings) {
        SessionLog sessions = log.sessions(log.firstMs(), log.lastMs() + 1);
        Objective objective = Objective.forLog(
                Objective.ofSetting("--objective", settings.objective()).orElse(null),
                log.eventCount(EventType.ADD_TO_CART));
        return new TrainingLog(
                log, badRows, sessions, objective, Windows.of(sessions, objective), new HistoryReplay(sessions));
    }

    private static long badRows(Path folder) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(BAD_ROWS)));
    }
}
