package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.engine.bundle.ObjectStore;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads the log of record, one object at a time, while the next ones are fetched. Objects that are compacted meanwhile are
 * looked for under their new names; duplicates are the reader's to remove.
 */
final class TrialLog {
    private static final int FETCHERS = 8;
    private static final int AHEAD = 16;
    /** How often a day is listed again because objects that were listed are gone. */
    private static final int LISTINGS = 5;

    private final ObjectStore archive;

    TrialLog(ObjectStore archive) {
        this.archive = requireNonNull(archive, "archive is null");
    }

    /** Takes the events of objects. A name of an object never holds other lines. */
    interface Sink {
        /** Whether the object was read before and need not be read again. */
        boolean knows(String key);

        /** An event of the object that is read. */
        void event(Event event);

        /** The object was read to its end. */
        void end(String key, long badRows);
    }

    /**
     * What there was.
     *
     * @param keys of the days' objects
     * @param badObjects those that cannot be read
     */
    record Listed(Set<String> keys, long badObjects) {}

    /** Reads the events of the UTC days from one moment to another, and some around them, as far as they are not known. */
    Listed events(long fromMs, long toMs, Sink sink) throws IOException {
        Reader reader = (key, file) -> sink.end(
                key, NdjsonLog.read(file, 1, Progress.NONE, sink::event).badRows());
        try (Reading reading = new Reading(reader, key -> !sink.knows(key))) {
            LocalDate last = day(toMs);
            for (LocalDate day = day(fromMs); !day.isAfter(last); day = day.plusDays(1)) {
                reading.all("events/dt=" + day + "/");
            }
            return new Listed(reading.listed, reading.badObjects);
        }
    }

    /** The users who were forgotten at a moment or later. */
    Set<String> forgottenSince(long fromMs) throws IOException {
        Set<String> users = new HashSet<>();
        try (Reading reading = new Reading((key, file) -> tombstones(file, fromMs, users), key -> true)) {
            reading.all("tombstones/");
            if (reading.badObjects > 0) {
                throw new IOException(archive.location() + "/tombstones: " + reading.badObjects
                        + " objects cannot be read, expected to know who is forgotten");
            }
        }
        return users;
    }

    private static void tombstones(Path file, long fromMs, Set<String> users) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Map<String, Object> fields = JSON.std.mapFrom(line);
                if (!(fields.get("user_id") instanceof String user)
                        || !(fields.get("forgotten_at") instanceof Number atMs)) {
                    throw new IOException("no tombstone, expected user_id and forgotten_at");
                }
                if (atMs.longValue() >= fromMs) {
                    users.add(user);
                }
            }
        }
    }

    private static LocalDate day(long timeMs) {
        return Instant.ofEpochMilli(timeMs).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private interface Reader {
        void read(String key, Path file) throws IOException;
    }

    private record Fetch(String key, Path file, Future<Path> done) {}

    private final class Reading implements Closeable {
        private final Reader reader;
        private final Predicate<String> wanted;
        private final Path folder = Files.createTempDirectory("log");
        private final Set<String> listed = new HashSet<>();
        private long named;
        private long badObjects;

        Reading(Reader reader, Predicate<String> wanted) throws IOException {
            this.reader = reader;
            this.wanted = wanted;
        }

        void all(String prefix) throws IOException {
            boolean whole = false;
            for (int i = 0; i < LISTINGS && !whole; i++) {
                whole = read(archive.list(prefix).stream()
                        .filter(listed::add)
                        .filter(wanted)
                        .toList());
            }
            if (!whole) {
                throw new IOException(archive.location() + "/" + prefix
                        + ": objects vanish while they are read, expected them to stay for a while");
            }
        }

        /** False when one of them was not there any more. */
        private boolean read(List<String> keys) throws IOException {
            boolean whole = true;
            ExecutorService fetchers = Executors.newFixedThreadPool(FETCHERS);
            Queue<Fetch> ahead = new ArrayDeque<>();
            try {
                for (String key : keys) {
                    Path file = folder.resolve(named++ + ".ndjson.gz");
                    ahead.add(new Fetch(key, file, fetchers.submit(() -> {
                        archive.download(key, file);
                        return file;
                    })));
                    if (ahead.size() >= AHEAD) {
                        whole &= read(ahead.remove());
                    }
                }
                while (!ahead.isEmpty()) {
                    whole &= read(ahead.remove());
                }
            } finally {
                fetchers.shutdownNow();
            }
            return whole;
        }

        private boolean read(Fetch fetch) throws IOException {
            try {
                fetch.done().get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof NoSuchFileException) {
                    return false;
                }
                throw e.getCause() instanceof IOException cause
                        ? cause
                        : new IOException(archive.location() + "/" + fetch.key() + ": cannot be read", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the log was read");
            }
            try {
                reader.read(fetch.key(), fetch.file());
            } catch (BadInputException | IOException e) {
                badObjects++;
                System.getLogger(TrialLog.class.getName())
                        .log(System.Logger.Level.ERROR, fetch.key() + " is passed over", e);
            }
            Files.delete(fetch.file());
            return true;
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
