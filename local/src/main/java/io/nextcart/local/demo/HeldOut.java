package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.FileFault;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A log cut in time: the part before the cut to train on, and the sessions that start after it, which the model never
 * sees.
 *
 * @param trainingEvents number of events of the log before the cut
 * @param cutMs every event of the training log is earlier, milliseconds since the epoch
 * @param sessions by start
 * @param read of the log, with what was left out
 */
record HeldOut(long trainingEvents, long cutMs, List<Session> sessions, ReadReport read) {
    private static final double SHARE = 0.03;
    private static final int MOST_SESSIONS = 2000;
    private static final Comparator<Event> BY_TIME = Comparator.comparingLong(Event::timestampMs);

    /**
     * A session after the cut.
     *
     * @param earlier the shopper's last events before it, oldest first
     * @param events its events, oldest first; at least 2
     */
    record Session(UserId user, List<Event> earlier, List<Event> events) {
        Session {
            earlier = List.copyOf(earlier);
            events = List.copyOf(events);
        }
    }

    /**
     * Cuts off the last 3 % of the events and keeps the first {@value #MOST_SESSIONS} whole sessions of them.
     *
     * @param log its files
     * @param training the file to write, of the log before the cut
     * @throws io.nextcart.data.BadInputException when a log cannot be used
     */
    static HeldOut cut(LogInputs log, Path training, Progress progress) throws IOException {
        LongStream.Builder times = LongStream.builder();
        ReadReport read = read(log, progress, event -> times.add(event.timestampMs()));
        long[] sorted = times.build().sorted().toArray();
        long cutMs = sorted[(int) ((1 - SHARE) * (sorted.length - 1))];
        Map<UserId, List<Event>> later = new LinkedHashMap<>();
        long[] written = {0};
        try (NdjsonLog.Writer out = NdjsonLog.Writer.gzip(training)) {
            read(log, progress, event -> {
                if (event.timestampMs() >= cutMs) {
                    later.computeIfAbsent(event.userId(), user -> new ArrayList<>())
                            .add(event);
                } else {
                    out.write(event);
                    written[0]++;
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException(
                    training + ": cannot be written: " + FileFault.describe(requireNonNull(e.getCause())), e);
        }
        Map<UserId, List<Event>> earlier = new HashMap<>();
        read(log, progress, event -> {
            if (event.timestampMs() < cutMs && later.containsKey(event.userId())) {
                earlier.computeIfAbsent(event.userId(), user -> new ArrayList<>())
                        .add(event);
            }
        });
        return new HeldOut(written[0], cutMs, sessions(later, earlier), read);
    }

    private static List<Session> sessions(Map<UserId, List<Event>> later, Map<UserId, List<Event>> earlier) {
        List<Session> sessions = new ArrayList<>();
        later.forEach((user, events) -> {
            List<Event> past = new ArrayList<>(earlier.getOrDefault(user, List.of()));
            past.sort(BY_TIME);
            events.sort(BY_TIME);
            int from = 0;
            for (int i = 1; i <= events.size(); i++) {
                if (i < events.size() && !startsAnew(events.get(i - 1), events.get(i))) {
                    continue;
                }
                List<Event> session = events.subList(from, i);
                boolean whole = past.isEmpty() || startsAnew(past.get(past.size() - 1), session.get(0));
                if (whole && session.size() > 1) {
                    int known = Math.max(0, past.size() - SessionState.MAX_EVENTS);
                    sessions.add(new Session(user, past.subList(known, past.size()), session));
                }
                past.addAll(session);
                from = i;
            }
        });
        sessions.sort(Comparator.<Session>comparingLong(
                        session -> session.events().get(0).timestampMs())
                .thenComparing(Session::user));
        return List.copyOf(sessions.subList(0, Math.min(MOST_SESSIONS, sessions.size())));
    }

    private static boolean startsAnew(Event before, Event event) {
        return event.timestampMs() - before.timestampMs() > SessionState.GAP_MS;
    }

    private static ReadReport read(LogInputs log, Progress progress, Consumer<Event> sink) {
        ReadReport read = ReadReport.NONE;
        for (Path file : log.events()) {
            Source source = new Source(file, log.times(), log.maxBadRows(), progress);
            read = read.plus(EventFiles.read(source, sink));
        }
        return read;
    }
}
