package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.data.FileFault;
import io.nextcart.data.OutFile;
import io.nextcart.data.Pseudonyms;
import io.nextcart.data.log.LogTimes;
import io.nextcart.functions.api.PseudonymKey;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.backup.ShopPlaces;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.RateLimit;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.archive.Compaction;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options shared by several commands. */
final class Options {
    /** Instead of the place of an archive. */
    static final String NONE = "none";

    private static final int PROBE_BYTES = 1 << 16;

    private Options() {}

    static final class Store {
        @Option(
                names = "--store",
                required = true,
                paramLabel = "DIR|s3://…",
                description = "Where models are published: a folder, or s3://bucket/prefix.")
        String place = "";

        /**
         * Checks, before a long task, that a store can be written: writes a small file to a folder store and deletes
         * it. Of an S3 store it checks only the name; the first read shows what the policy allows.
         *
         * @throws BadInputException when the name is not a place
         * @throws IOException when the folder cannot be written to
         */
        void requireWritable() throws IOException {
            ObjectStore opened = ObjectStores.open(place);
            if (place.startsWith("s3:")) {
                return;
            }
            Path folder = Path.of(opened.location());
            OutFile.requireFolder("--store", folder);
            try {
                Files.createDirectories(folder);
                Path probe = Files.createTempFile(folder, ".probe-", "");
                try {
                    Files.write(probe, new byte[PROBE_BYTES]);
                } finally {
                    Files.delete(probe);
                }
            } catch (IOException e) {
                throw new IOException("store " + place + ": cannot be written to: " + FileFault.describe(e), e);
            }
        }
    }

    static final class Data {
        @Option(
                names = "--data",
                defaultValue = ".nextcart",
                paramLabel = "DIR",
                description = "The folder of the server's events. Default: ${DEFAULT-VALUE}.")
        Path folder = Path.of(".nextcart");
    }

    /** The folders of a shop of this machine, as {@code serve} takes them. */
    static final class LocalShop {
        private static final String STORE = "--store";
        private static final String ARCHIVE = "--archive";

        @Option(
                names = STORE,
                required = true,
                paramLabel = "DIR",
                description = "The folder of the models, and of the archive unless it lies elsewhere.")
        Path store = Path.of("");

        @Mixin
        Data data = new Data();

        /**
         * Folders that exist.
         *
         * @param archive null for the store's; {@code none} for none
         * @throws BadInputException when one is missing
         */
        ShopPlaces existing(@Nullable String archive) {
            requireHere(STORE, store);
            if (!Files.isDirectory(store)) {
                throw new BadInputException("--store " + store + ": no such folder, expected that of a store");
            }
            if (NONE.equals(archive)) {
                return new ShopPlaces(store, data.folder, null);
            }
            Path folder = archive == null ? store : requireHere(ARCHIVE, Path.of(archive));
            LogOptions.requireArchive(folder.toString());
            return new ShopPlaces(store, data.folder, folder);
        }

        /**
         * Folders to be filled.
         *
         * @param archive null for the store's
         * @throws BadInputException when one lies in another store or archive
         */
        ShopPlaces toFill(@Nullable String archive) throws IOException {
            Path folder = archive == null ? store : Path.of(archive);
            OutFile.requireFolder(STORE, store);
            OutFile.requireFolder(ARCHIVE, folder);
            OutFile.requireFolder("--data", data.folder);
            return new ShopPlaces(store, data.folder, folder);
        }

        private static Path requireHere(String option, Path place) {
            if (place.toString().startsWith("s3:")) {
                throw new BadInputException(option + " " + place.toString().replaceFirst(":/", "://")
                        + ": is not on this machine, expected a folder; a bucket keeps previous versions itself");
            }
            return place;
        }
    }

    static final class Model {
        @Option(
                names = "--model",
                paramLabel = "VERSION",
                description = "Which model of the store. Default: the one in service.")
        @Nullable
        String version;
    }

    static final class Port {
        @Option(
                names = "--port",
                defaultValue = "8080",
                paramLabel = "N",
                description = "The port; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
        int number;

        /**
         * Checks that the port is available.
         *
         * @throws BadInputException when it is out of range, taken, or not allowed
         */
        void check() throws IOException {
            if (number < 0 || number > 65_535) {
                throw new BadInputException("--port is " + number + ", expected 0 to 65535");
            }
            try (ServerSocket probe = new ServerSocket(number, 1, InetAddress.getLoopbackAddress())) {
                probe.getLocalPort();
            } catch (BindException e) {
                throw taken(number, e);
            }
        }

        static BadInputException taken(int port, BindException cause) {
            return new BadInputException(
                    "port " + port + " of 127.0.0.1 is in use or not allowed; choose another with --port", cause);
        }
    }

    /**
     * The API key of an option, beside others.
     *
     * @param given null for none
     * @param limit how many calls it may make; null for any number
     * @throws BadInputException when no header can carry it, or another option has the same
     */
    static ApiKey with(ApiKey others, String option, Scope scope, @Nullable String given, @Nullable RateLimit limit) {
        try {
            return given == null ? others : others.with(scope, given, limit);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(option + " " + e.getMessage(), e);
        }
    }

    /** The key of {@link Pseudonyms}. */
    static final class Key {
        private static final String OPTION = "--pseudonym-key-file";

        @Option(
                names = OPTION,
                paramLabel = "F",
                description = "Replace the ids of users by keyed hashes, by the key in this file (docs/privacy.md)."
                        + " Default: the file that the variable " + PseudonymKey.FILE
                        + " names; without both, ids stay as they are.")
        private @Nullable Path given;

        /** The file; null for none. */
        @Nullable
        Path file() {
            String variable = System.getenv(PseudonymKey.FILE);
            return given != null || variable == null || variable.isBlank() ? given : Path.of(variable.strip());
        }

        /**
         * What replaces ids.
         *
         * @throws BadInputException when there is a file, but no key in it
         */
        Pseudonyms pseudonyms() {
            Path file = file();
            try {
                return file == null ? Pseudonyms.NONE : Pseudonyms.withKeyIn(file);
            } catch (BadInputException e) {
                throw new BadInputException((given == null ? PseudonymKey.FILE : OPTION) + ": " + e.getMessage(), e);
            }
        }
    }

    /** How long an archive keeps events. */
    static final class KeepDays {
        @Option(
                names = "--keep-days",
                defaultValue = "0",
                paramLabel = "N",
                description = "Delete the events of days that are more than N days past; 0 keeps all."
                        + " Default: ${DEFAULT-VALUE}.")
        private int days;

        /** @throws BadInputException when it is out of range */
        int days() {
            if (days < Compaction.ALL_DAYS || days > Compaction.MOST_DAYS) {
                throw new BadInputException("--keep-days is " + days + ", expected 0 to " + Compaction.MOST_DAYS);
            }
            return days;
        }
    }

    /** The log of a command that needs one. */
    static final class Events {
        @Option(
                names = LogOptions.EVENTS,
                required = true,
                arity = "1..*",
                paramLabel = "F|s3://…",
                description = "Event logs: RetailRocket CSV or NDJSON, plain or gzip. - is standard input.")
        List<String> places = new ArrayList<>();
    }

    /** The unit of a log's times. */
    static final class TimeUnit {
        @Option(
                names = "--time-unit",
                paramLabel = "s|ms|us",
                description =
                        "The unit of times that are numbers: seconds, milliseconds or microseconds. Default: that of the"
                                + " format, ms in event logs.")
        private LogTimes.@Nullable Unit unit;

        /** The name of the unit; empty for that of the format. */
        String wireName() {
            return unit == null ? "" : unit.wireName();
        }

        /** Times in that unit, from 1990 to tomorrow. */
        LogTimes times() {
            return LogTimes.until(Clock.systemUTC(), unit);
        }
    }

    /** Whether an existing file may be replaced. */
    static final class Force {
        @Option(names = "--force", description = "Replace existing files.")
        boolean replace;
    }

    static final class BadRows {
        @Option(
                names = "--max-bad-rows",
                defaultValue = "0.01",
                paramLabel = "SHARE",
                description = "Share of unreadable rows that is tolerated per file, such as 0.01 or 1%%."
                        + " Default: ${DEFAULT-VALUE}.")
        Share share = new Share(0.01);
    }
}
