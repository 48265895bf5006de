package io.nextcart.training.archive;

import io.nextcart.data.Event;
import io.nextcart.data.log.LogTimes;
import io.nextcart.data.log.ReadReport;
import java.util.function.Consumer;

/** Passes on events of the archive whose times are plausible, and counts the others. Not thread-safe. */
public final class PlausibleEvents implements Consumer<Event> {
    private final LogTimes times;
    private final Consumer<Event> sink;
    private ReadReport.Outside outside = ReadReport.Outside.NONE;

    public PlausibleEvents(LogTimes times, Consumer<Event> sink) {
        this.times = times;
        this.sink = sink;
    }

    @Override
    public void accept(Event event) {
        boolean early = times.isEarly(event.timestampMs());
        if (early || times.isLate(event.timestampMs())) {
            outside = outside.plus(early, null);
        } else {
            sink.accept(event);
        }
    }

    /** The events that were left out so far. */
    public ReadReport.Outside outside() {
        return outside;
    }
}
