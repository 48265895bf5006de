package io.nextcart.training.task;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.WireName;
import io.nextcart.data.log.LogTimes;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.RetrainSettings.Resources;
import io.nextcart.training.RetrainSettings.Target;
import io.nextcart.training.archive.Compaction;
import io.nextcart.training.input.InputFiles;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.stage.Folders;
import io.nextcart.training.stage.Usage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a task, from its environment; docs/deploy.md describes each variable.
 *
 * @param run the name of this run
 * @param log the log to read
 * @param objective null lets the log choose
 * @param memoryMb of the whole task, MiB
 * @param work folder for temporary files; null for the system's
 */
record TaskSettings(
        String run,
        Log log,
        @Nullable Objective objective,
        long seed,
        Target target,
        int threads,
        int memoryMb,
        @Nullable Path work) {
    static final String STORE = "NEXTCART_STORE";
    static final String RUN = "NEXTCART_RUN";
    static final String METRICS = "NEXTCART_METRICS";
    /** The values that functions accept; a training has no routes. */
    private static final Set<String> METRICS_WORDS = Set.of("on", "off", "routes");

    private static final String ARCHIVE = "NEXTCART_ARCHIVE";
    /** The archive of a training that reads files alone. */
    private static final String NO_ARCHIVE = "none";

    private static final String EVENTS = "NEXTCART_EVENTS";
    private static final String ITEM_PROPERTIES = "NEXTCART_ITEM_PROPERTIES";
    private static final String CATEGORY_TREE = "NEXTCART_CATEGORY_TREE";
    private static final String OBJECTIVE = "NEXTCART_OBJECTIVE";
    private static final String WORK = "NEXTCART_WORK";

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int LEAST_MEMORY_MB = 512;
    private static final int LEAST_SQL_MEMORY_MB = 128;
    /** The rest is for the heap, the fitting process and the page cache. */
    private static final int SQL_SHARE = 4;

    TaskSettings {
        requireNonNull(run, "run is null");
        requireNonNull(log, "log is null");
        requireNonNull(target, "target is null");
    }

    /**
     * The inputs of the log.
     *
     * @param archive a folder or {@code s3://bucket/prefix}; null for none
     * @param compact whether the archive is compacted first
     * @param keepDays how many days of events a compaction keeps; {@link Compaction#ALL_DAYS} for all
     * @param events more logs: paths or {@code s3://} objects
     * @param itemProperties RetailRocket item property files, likewise
     * @param categoryTrees RetailRocket category trees, likewise; at most one
     * @param maxBadRows tolerated share of bad rows per file, 0–1
     * @param times of the files' events
     */
    record Log(
            @Nullable String archive,
            boolean compact,
            int keepDays,
            List<String> events,
            List<String> itemProperties,
            List<String> categoryTrees,
            double maxBadRows,
            LogTimes times) {
        /** The log with objects of S3 copied to a folder. */
        LogInputs local(InputFiles files, Path folder, Progress progress) throws IOException {
            files.require(EVENTS, events);
            files.require(ITEM_PROPERTIES, itemProperties);
            files.require(CATEGORY_TREE, categoryTrees);
            List<Path> trees = files.local(CATEGORY_TREE, categoryTrees, folder, progress);
            return new LogInputs(
                    files.local(EVENTS, events, folder, progress),
                    archive,
                    files.local(ITEM_PROPERTIES, itemProperties, folder, progress),
                    trees.isEmpty() ? null : trees.get(0),
                    maxBadRows,
                    times);
        }
    }

    /**
     * Reads the environment.
     *
     * @param clock names the run when the environment does not
     * @throws BadInputException naming every unusable variable
     */
    static TaskSettings of(Map<String, String> variables, Clock clock) {
        Environment in = new Environment(variables);
        String store = in.required(STORE, "a folder or s3://bucket/prefix");
        String archive = in.optional(ARCHIVE, store);
        boolean archived = !archive.equals(NO_ARCHIVE);
        requirePlace(in, STORE, store);
        if (archived && !archive.equals(store)) {
            requirePlace(in, ARCHIVE, archive);
        }
        List<String> trees = in.list(CATEGORY_TREE);
        if (trees.size() > 1) {
            in.fault(CATEGORY_TREE + " names " + trees.size() + " files, expected one");
        }
        String run = run(variables, clock);
        if (!run.matches("[A-Za-z0-9_-]{1,80}")) {
            in.fault(RUN + " is '" + run + "', expected 1 to 80 letters, digits, _ and -");
        }
        String metrics = in.optional(METRICS, "on");
        if (!METRICS_WORDS.contains(metrics)) {
            in.fault(METRICS + " is '" + metrics + "', expected on, off or routes");
        }
        TaskSettings settings = new TaskSettings(
                run,
                new Log(
                        archived ? archive : null,
                        in.flag("NEXTCART_COMPACT", true),
                        in.wholeNumber(
                                "NEXTCART_ARCHIVE_DAYS",
                                Compaction.ALL_DAYS,
                                Compaction.MOST_DAYS,
                                Compaction.ALL_DAYS),
                        in.list(EVENTS),
                        in.list(ITEM_PROPERTIES),
                        trees,
                        in.share("NEXTCART_MAX_BAD_ROWS", 0.01),
                        LogTimes.until(
                                clock,
                                in.parsed(
                                        "NEXTCART_TIME_UNIT",
                                        LogTimes.Unit.MS,
                                        unit -> WireName.find(LogTimes.Unit.class, unit),
                                        "s, ms or us"))),
                in.parsed(OBJECTIVE, Optional.<Objective>empty(), TaskSettings::objective, "cart, view or auto")
                        .orElse(null),
                in.wholeNumber("NEXTCART_SEED", 0, Long.MAX_VALUE, 42),
                new Target(store, in.flag("NEXTCART_FORCE"), in.flag("NEXTCART_TRIAL")),
                in.wholeNumber("NEXTCART_THREADS", 1, 256, Runtime.getRuntime().availableProcessors()),
                in.wholeNumber("NEXTCART_MEMORY_MB", LEAST_MEMORY_MB, Integer.MAX_VALUE, memoryOfThisPlace()),
                workFolder(in));
        in.check();
        return settings;
    }

    /** The run's name, even if other variables are unusable. */
    static String run(Map<String, String> variables, Clock clock) {
        return new Environment(variables).optional(RUN, SECOND.format(clock.instant()));
    }

    /** The objective, even if other variables are unusable; null lets the log choose. */
    static @Nullable Objective objective(Map<String, String> variables) {
        return Objective.of(new Environment(variables).optional(OBJECTIVE)).orElse(null);
    }

    /** The settings of the retrain, with these files. */
    RetrainSettings retrain(LogInputs local, Path workFolder) {
        int sqlMemoryMb = Math.max(LEAST_SQL_MEMORY_MB, memoryMb / SQL_SHARE);
        return new RetrainSettings(
                local, objective, seed, target, new Resources(threads, sqlMemoryMb, workFolder, memoryMb));
    }

    @SuppressWarnings("OptionalMapToOptional") // an inner one without a value lets the log choose
    private static Optional<Optional<Objective>> objective(String text) {
        return text.equals(Objective.AUTO)
                ? Optional.of(Optional.empty())
                : Objective.of(text).map(Optional::of);
    }

    private static int memoryOfThisPlace() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_MEMORY_MB, Usage.memoryMb()));
    }

    private static void requirePlace(Environment in, String name, String place) {
        try {
            if (!place.isEmpty()) {
                ObjectStores.open(place);
            }
        } catch (BadInputException e) {
            in.fault(name + ": " + e.getMessage());
        }
    }

    private static @Nullable Path workFolder(Environment in) {
        String text = in.optional(WORK);
        if (text.isEmpty()) {
            return null;
        }
        try {
            Path folder = Path.of(text);
            Folders.obstacle(folder)
                    .ifPresent(file ->
                            in.fault(WORK + " is '" + text + "', but " + file + " is a file, expected a folder"));
            return folder;
        } catch (InvalidPathException e) {
            in.fault(WORK + " is '" + text + "', which is not a path: " + e.getReason());
            return null;
        }
    }
}
