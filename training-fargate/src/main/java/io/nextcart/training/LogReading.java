package io.nextcart.training;

import io.nextcart.data.*;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.table.LogDatabase;
import java.io.*;
import java.nio.file.*;
import java.util.zip.GZIPInputStream;

final class LogReading {
    private final RetrainSettings settings;

    LogReading(RetrainSettings settings, Progress progress) {
        this.settings = settings;
    }

    long badRows() {
        return 0;
    }

    LogDatabase read(SqlEngine sql) throws IOException {
        LogDatabase log = new LogDatabase(sql, "790");
        for (Path p : settings.events()) {
            try (BufferedReader r = new BufferedReader(new InputStreamReader(
                    p.toString().endsWith("gz")
                            ? new GZIPInputStream(Files.newInputStream(p))
                            : Files.newInputStream(p),
                    java.nio.charset.StandardCharsets.UTF_8))) {
                r.readLine();
                for (String l = r.readLine(); l != null; l = r.readLine()) {
                    String[] f = l.split(",", -1);
                    EventType type = java.util.Objects.requireNonNull(EventType.fromWireName(f[2]));
                    log.accept(new Event(
                            null,
                            new UserId(f[1]),
                            type,
                            new ItemId(f[3]),
                            Long.parseLong(f[0]),
                            f[4].isEmpty() ? null : f[4],
                            null,
                            null));
                }
            }
        }
        log.seal();
        return log;
    }
}
