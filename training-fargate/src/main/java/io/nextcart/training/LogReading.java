package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveReader;
import io.nextcart.training.archive.Forgotten;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.table.LogDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the log of record and the files of a retrain into a database, and keeps what came of each. */
final class LogReading {
    private static final Set<String> MEANINGFUL =
            Set.of(RetailRocket.CATEGORY_PROPERTY, RetailRocket.AVAILABLE_PROPERTY, RetailRocket.PRICE_PROPERTY);

    private final RetrainSettings settings;
    private final Progress progress;
    private final List<ReadReport> reports = new ArrayList<>();

    LogReading(RetrainSettings settings, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * Reads everything but the events of shoppers who were forgotten.
     *
     * @throws io.nextcart.data.BadInputException when a file cannot be used
     * @throws IOException when the archive's store fails
     */
    LogDatabase read(SqlEngine sql) throws IOException {
        LogDatabase log = new LogDatabase(sql, RetailRocket.PRICE_PROPERTY);
        Forgotten forgotten = new Forgotten();
        String archive = settings.archive();
        if (archive != null) {
            ArchiveReader reader = new ArchiveReader(Archive.open(archive), settings.maxBadRows(), progress);
            forgotten = reader.forgotten();
            reader.events(forgotten, log::accept);
            reader.items(log::accept);
            reports.add(reader.end());
        }
        Forgotten everywhere = forgotten;
        for (Path file : settings.events()) {
            reports.add(EventFiles.read(file, settings.maxBadRows(), progress, event -> {
                if (!everywhere.covers(event)) {
                    log.accept(event);
                }
            }));
        }
        for (Path file : settings.itemProperties()) {
            reports.add(RetailRocket.readProperties(
                    file, settings.maxBadRows(), progress, MEANINGFUL::contains, log::accept));
        }
        Path tree = settings.categoryTree();
        if (tree != null) {
            reports.add(RetailRocket.readCategories(tree, settings.maxBadRows(), progress, log::accept));
        }
        log.seal();
        return log;
    }

    /** Rows that were passed over in all files. */
    long badRows() {
        return reports.stream().mapToLong(ReadReport::badRows).sum();
    }

    /** The first of them. */
    List<ReadReport.BadRow> samples() {
        return reports.stream().flatMap(report -> report.samples().stream()).toList();
    }
}
