package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Event logs in the formats that Nextcart reads, recognised by their first character. */
public final class EventFiles {
    private EventFiles() {}

    /**
     * Reads a RetailRocket CSV or an NDJSON log, plain or gzip.
     *
     * @param maxBadRows tolerated share of bad rows, 0–1
     * @throws io.nextcart.data.BadInputException when the file cannot be read or has too many bad rows
     */
    public static ReadReport read(Path file, double maxBadRows, Progress progress, Consumer<Event> sink) {
        return read(Source.of(file, maxBadRows, progress), sink);
    }

    /** Reads a log whose implausible times are to be left out. */
    public static ReadReport read(Source source, Consumer<Event> sink) {
        return isNdjson(source.file()) ? NdjsonLog.read(source, sink) : RetailRocket.readEvents(source, sink);
    }

    /**
     * Whether a file holds JSON objects, by its first character.
     *
     * @throws BadInputException when it holds one array of them
     */
    static boolean isNdjson(Path file) {
        try (InputFile input = InputFile.open(file, Progress.NONE)) {
            try (Reader reader = input.reader()) {
                int first = reader.read();
                while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
                    first = reader.read();
                }
                if (first == '[') {
                    throw new BadInputException(file
                            + ": is a JSON array, expected CSV, or one JSON object a line, as jq -c '.[]' writes it");
                }
                return first == '{';
            } catch (IOException e) {
                throw input.failed(0, e);
            }
        }
    }
}
