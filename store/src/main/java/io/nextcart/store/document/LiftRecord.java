package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lift from recommendations, counted every night: {@code lift.json}.
 *
 * @param controlShare share of shoppers in the control group; above 0 and below 1
 * @param sinceMs when this control group began, milliseconds since the epoch: earlier events never count
 * @param looks one per day of counting, oldest first
 * @param weeks of the last look, by the Monday of each shopper's first event
 * @param placements of the last look, from events that name a placement
 */
public record LiftRecord(
        double controlShare,
        long sinceMs,
        List<Look> looks,
        Map<LocalDate, LiftGroups> weeks,
        Map<String, LiftGroups> placements) {
    public static final String KEY = "lift.json";

    private static final long DAY_MS = 86_400_000;
    private static final int MOST_LOOKS = 400;

    /**
     * The counts over all shoppers at one time.
     *
     * @param atMs when, milliseconds since the epoch
     * @param fromMs earlier events did not count, milliseconds since the epoch
     */
    public record Look(long atMs, long fromMs, LiftGroups all) {
        static Look of(JsonObject json) throws DamagedDocumentException {
            return new Look(json.instantMs("at"), json.instantMs("from"), LiftGroups.of(json));
        }

        JsonFields toJson() {
            return all.putInto(new JsonFields().putInstant("at", atMs).putInstant("from", fromMs));
        }
    }

    public LiftRecord {
        looks = List.copyOf(looks);
        weeks = new LinkedHashMap<>(requireNonNull(weeks, "weeks is null"));
        placements = new LinkedHashMap<>(requireNonNull(placements, "placements is null"));
    }

    /** The record of a control group that begins now. */
    public static LiftRecord begin(double controlShare, long nowMs) {
        return new LiftRecord(controlShare, nowMs, List.of(), Map.of(), Map.of());
    }

    /**
     * The record in a store; empty before the first count.
     *
     * @throws DamagedDocumentException when it is damaged
     */
    public static Optional<LiftRecord> in(ObjectStore store) throws IOException {
        Optional<Tagged> stored = store.get(KEY);
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(read(stored.get().bytes(), store.location() + "/" + KEY));
    }

    /**
     * Reads a record.
     *
     * @throws DamagedDocumentException when it is damaged
     */
    public static LiftRecord read(byte[] json, String place) throws DamagedDocumentException {
        JsonObject record = JsonObject.read(json, place, "what recommendations bring");
        double share = record.share("control_share");
        if (share == 0 || share == 1) {
            throw record.wrong("control_share", "a number above 0 and below 1");
        }
        Map<LocalDate, LiftGroups> weeks = new LinkedHashMap<>();
        for (JsonObject week : record.objects("weeks")) {
            try {
                weeks.put(LocalDate.parse(week.text("from")), LiftGroups.of(week));
            } catch (DateTimeException e) {
                throw week.wrong("from", "a day such as 2015-09-14");
            }
        }
        Map<String, LiftGroups> placements = new LinkedHashMap<>();
        for (JsonObject placement : record.objects("placements")) {
            placements.put(placement.text("placement"), LiftGroups.of(placement));
        }
        return new LiftRecord(share, record.instantMs("since"), record.objects("looks", Look::of), weeks, placements);
    }

    /** Adds a look; it replaces one of the same UTC day, and the oldest are dropped beyond a limit. */
    public LiftRecord looked(Look look, Map<LocalDate, LiftGroups> byWeek, Map<String, LiftGroups> byPlacement) {
        List<Look> all = new ArrayList<>(looks);
        all.removeIf(one -> Math.floorDiv(one.atMs(), DAY_MS) == Math.floorDiv(look.atMs(), DAY_MS));
        all.add(look);
        return new LiftRecord(
                controlShare,
                sinceMs,
                all.subList(Math.max(0, all.size() - MOST_LOOKS), all.size()),
                byWeek,
                byPlacement);
    }

    /** In the form that docs/lift.md describes. */
    public JsonFields toJson() {
        JsonFields fields = new JsonFields().put("control_share", controlShare).putInstant("since", sinceMs);
        return LiftGroups.putParts(fields, weeks, placements).putAll("looks", looks, Look::toJson);
    }
}
