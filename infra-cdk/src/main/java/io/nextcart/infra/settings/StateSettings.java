package io.nextcart.infra.settings;

import java.util.Map;

/**
 * Tables and buckets.
 *
 * @param eventsTtlDays how long an event stays in its table
 * @param wholeEventsIndex whether the index of events by time holds all attributes, as tables have it that were made before it held
 *     those alone that recommending reads
 * @param coldAfterDays after how long models move to a cheaper class of storage, read as before
 * @param oldVersionsDays how long an object that was overwritten or deleted can be brought back; 0: its bucket keeps no
 *     versions
 * @param existing by the logical id of what the stack would make, the stream of a table or the name of a bucket that is used in its
 *     place; empty values for what the stack makes
 */
public record StateSettings(
        int eventsTtlDays,
        boolean wholeEventsIndex,
        int coldAfterDays,
        int oldVersionsDays,
        Map<String, String> existing) {
    static StateSettings read(SettingsReader reader) {
        return new StateSettings(
                reader.number("state.eventsTtlDays", 1, 3650),
                reader.choice("state.eventsIndex", "brief", "all").equals("ALL"),
                reader.number("state.coldAfterDays", 1, 36500),
                reader.number("state.oldVersionsDays", 0, 3650),
                Map.of(
                        "EventsTable", table(reader, "state.eventsTable"),
                        "TombstonesTable", table(reader, "state.tombstonesTable"),
                        "CatalogueTable", table(reader, "state.catalogueTable"),
                        "ArchiveBucket", bucket(reader, "state.archiveBucket"),
                        "ModelsBucket", bucket(reader, "state.modelsBucket")));
    }

    private static String table(SettingsReader reader, String key) {
        return reader.own(
                key,
                "arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}/stream/[0-9T:.-]+",
                "the ARN of the stream of an existing table (its LatestStreamArn)");
    }

    private static String bucket(SettingsReader reader, String key) {
        return reader.own(key, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of an existing bucket");
    }
}
