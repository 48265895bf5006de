package io.nextcart.infra.settings;

import java.util.Map;

/**
 * Tables and buckets.
 *
 * @param eventsTtlDays how long an event stays in its table
 * @param wholeEventsIndex whether the index of events by time holds all attributes, as in older tables, instead of only
 *     those that recommending reads
 * @param archiveDays how long the archive keeps events, by their day; 0: for good
 * @param coldAfterDays age at which models move to a cheaper storage class, readable as before
 * @param oldVersionsDays how long an overwritten or deleted object can be restored; 0: its bucket keeps no versions
 * @param existing the stream of an existing table, the ARN of one without a stream, or the name of an existing bucket, by the logical id of the one that
 *     the stack would create; empty values for those that it creates
 */
public record StateSettings(
        int eventsTtlDays,
        boolean wholeEventsIndex,
        int archiveDays,
        int coldAfterDays,
        int oldVersionsDays,
        Map<String, String> existing) {
    private static final int LEAST_ARCHIVE_DAYS = 30;
    private static final String TABLE = "arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}";

    static StateSettings read(SettingsReader reader) {
        int archiveDays = reader.number("state.archiveDays", 0, 36500);
        reader.require(
                archiveDays == 0 || archiveDays >= LEAST_ARCHIVE_DAYS,
                "state.archiveDays is " + archiveDays + ", expected 0 or " + LEAST_ARCHIVE_DAYS
                        + " and more: a training and a trial need their days");
        return new StateSettings(
                reader.number("state.eventsTtlDays", 1, 3650),
                reader.choice("state.eventsIndex", "brief", "all").equals("ALL"),
                archiveDays,
                reader.number("state.coldAfterDays", 1, 36500),
                reader.number("state.oldVersionsDays", 0, 3650),
                Map.of(
                        "EventsTable", table(reader, "state.eventsTable"),
                        "TombstonesTable", table(reader, "state.tombstonesTable"),
                        "CatalogueTable", table(reader, "state.catalogueTable"),
                        "RulesTable", tableWithoutStream(reader, "state.rulesTable"),
                        "ArchiveBucket", bucket(reader, "state.archiveBucket"),
                        "ModelsBucket", bucket(reader, "state.modelsBucket")));
    }

    private static String table(SettingsReader reader, String key) {
        return reader.own(
                key, TABLE + "/stream/[0-9T:.-]+", "the ARN of the stream of an existing table (its LatestStreamArn)");
    }

    private static String tableWithoutStream(SettingsReader reader, String key) {
        return reader.own(key, TABLE, "the ARN of an existing table");
    }

    private static String bucket(SettingsReader reader, String key) {
        return reader.own(key, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of an existing bucket");
    }
}
