package io.nextcart.training.task;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import io.nextcart.data.BadInputException;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.RetrainMode;
import io.nextcart.training.stage.Folders;
import java.lang.management.ManagementFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a task is told by its environment; docs/deploy.md tells of each variable.
 *
 * @param store a folder or {@code s3://bucket/prefix}
 * @param archive the log of record, a folder or {@code s3://bucket/prefix}
 * @param events more logs: paths or {@code s3://} objects
 * @param itemProperties RetailRocket item property files, likewise
 * @param categoryTree a RetailRocket category tree, likewise, or null
 * @param run the name of this run
 * @param named whether it was given that name, which then is that of its retries, too
 * @param trial whether a model that passes the gate while another serves is only stored
 * @param memoryMb of the whole task, MiB
 * @param work folder for temporary files; null for the system's
 * @param steps keeps finished steps for a task that has another disk, a folder or {@code s3://bucket/prefix}, or null
 */
record TaskSettings(
        String store,
        String archive,
        List<String> events,
        List<String> itemProperties,
        @Nullable String categoryTree,
        String run,
        boolean named,
        boolean trial,
        String objective,
        long seed,
        int threads,
        int memoryMb,
        double maxBadRows,
        boolean force,
        @Nullable Path work,
        @Nullable String steps) {
    static final String STORE = "NEXTCART_STORE";
    static final String RUN = "NEXTCART_RUN";

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int LEAST_MEMORY_MB = 512;
    /** The rest is for the heap, the fitting process and the files' pages. */
    private static final int SQL_SHARE = 4;

    TaskSettings {
        requireNonNull(store, "store is null");
        requireNonNull(archive, "archive is null");
        events = List.copyOf(events);
        itemProperties = List.copyOf(itemProperties);
        requireNonNull(run, "run is null");
    }

    /**
     * Reads the environment.
     *
     * @param clock names the run when nobody else does
     * @throws BadInputException that names every variable that cannot be used
     */
    static TaskSettings of(Map<String, String> environment, Clock clock) {
        Reader in = new Reader(environment);
        String store = in.get(STORE, "");
        if (store.isEmpty()) {
            in.problem(STORE + " is not set, expected a folder or s3://bucket/prefix");
        } else {
            in.place(STORE, store);
        }
        String archive = in.get("NEXTCART_ARCHIVE", store);
        if (!archive.equals(store)) {
            in.place("NEXTCART_ARCHIVE", archive);
        }
        List<String> trees = in.list("NEXTCART_CATEGORY_TREE");
        if (trees.size() > 1) {
            in.problem("NEXTCART_CATEGORY_TREE names " + trees.size() + " files, expected one");
        }
        String work = in.get("NEXTCART_WORK", "");
        String steps = in.get("NEXTCART_STEPS", "");
        if (!steps.isEmpty()) {
            in.place("NEXTCART_STEPS", steps);
        }
        TaskSettings settings = new TaskSettings(
                store,
                archive,
                in.list("NEXTCART_EVENTS"),
                in.list("NEXTCART_ITEM_PROPERTIES"),
                trees.isEmpty() ? null : trees.get(0),
                run(environment, clock),
                !in.get(RUN, "").isEmpty(),
                in.flag("NEXTCART_TRIAL"),
                in.oneOf("NEXTCART_OBJECTIVE", "auto", List.of("auto", "cart", "view")),
                in.whole("NEXTCART_SEED", 42, 0, Long.MAX_VALUE),
                (int) in.whole("NEXTCART_THREADS", Runtime.getRuntime().availableProcessors(), 1, 256),
                (int) in.whole("NEXTCART_MEMORY_MB", memoryOfThisPlace(), LEAST_MEMORY_MB, Integer.MAX_VALUE),
                in.share("NEXTCART_MAX_BAD_ROWS", 0.01),
                in.flag("NEXTCART_FORCE"),
                work.isEmpty() ? null : in.folder("NEXTCART_WORK", work),
                steps.isEmpty() ? null : steps);
        if (!settings.run.matches("[A-Za-z0-9_-]{1,80}")) {
            in.problem(RUN + " is '" + settings.run + "', expected 1 to 80 letters, digits, _ and -");
        }
        in.finish();
        return settings;
    }

    /** The run's name, whether or not the rest can be used. */
    static String run(Map<String, String> environment, Clock clock) {
        String run = environment.getOrDefault(RUN, "").strip();
        return run.isEmpty() ? SECOND.format(clock.instant()) : run;
    }

    /** How it runs. */
    RetrainMode mode() {
        return new RetrainMode(
                work != null || steps != null, steps, named ? run : null, trial, Math.max(128, memoryMb / SQL_SHARE));
    }

    private static long memoryOfThisPlace() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Math.max(LEAST_MEMORY_MB, system.getTotalMemorySize() >> 20); // of the container, where there is one
    }

    /** Collects what is wrong. */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        void problem(String problem) {
            problems.add(problem);
        }

        String get(String name, String otherwise) {
            String value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? otherwise : value;
        }

        List<String> list(String name) {
            return Arrays.stream(get(name, "").split("[,\\s]+", -1))
                    .filter(one -> !one.isEmpty())
                    .toList();
        }

        boolean flag(String name) {
            String value = get(name, "false");
            if (!value.equals("true") && !value.equals("false")) {
                problem(name + " is '" + value + "', expected true or false");
            }
            return value.equals("true");
        }

        String oneOf(String name, String otherwise, List<String> allowed) {
            String value = get(name, otherwise);
            if (!allowed.contains(value)) {
                problem(name + " is '" + value + "', expected " + String.join(", ", allowed));
            }
            return value;
        }

        long whole(String name, long otherwise, long least, long most) {
            String upTo = most == Long.MAX_VALUE || most == Integer.MAX_VALUE ? " or more" : " to " + most;
            return number(
                    name,
                    otherwise,
                    Long::parseLong,
                    value -> value >= least && value <= most,
                    "a whole number, " + least + upTo);
        }

        double share(String name, double otherwise) {
            return number(
                    name, otherwise, Double::parseDouble, value -> value >= 0 && value <= 1, "a share from 0 to 1");
        }

        private <T> T number(
                String name, T otherwise, Function<String, T> parse, Function<T, Boolean> allowed, String expected) {
            String text = get(name, "");
            if (text.isEmpty()) {
                return otherwise;
            }
            try {
                T value = parse.apply(text);
                if (allowed.apply(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                problem(name + " is '" + text + "', expected " + expected);
                return otherwise;
            }
            problem(name + " is '" + text + "', expected " + expected);
            return otherwise;
        }

        void place(String name, String place) {
            try {
                ObjectStores.open(place);
            } catch (BadInputException e) {
                problem(name + ": " + e.getMessage());
            }
        }

        @Nullable
        Path folder(String name, String text) {
            try {
                Path folder = Path.of(text);
                Folders.obstacle(folder)
                        .ifPresent(file ->
                                problem(name + " is '" + text + "', but " + file + " is a file, expected a folder"));
                return folder;
            } catch (InvalidPathException e) {
                problem(name + " is '" + text + "', which is no path: " + e.getReason());
                return null;
            }
        }

        void finish() {
            if (!problems.isEmpty()) {
                throw new BadInputException(String.join("; ", problems));
            }
        }
    }
}
