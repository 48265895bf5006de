package io.nextcart.functions.archive;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Lambda behind the streams of the tables of events, tombstones and the catalogue; answers with the records that failed. */
public final class ArchiveHandler implements RequestStreamHandler {
    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    private final ArchiveService service;
    private final Consumer<String> log;

    /** By the environment: {@code NEXTCART_ARCHIVE_BUCKET}, {@code NEXTCART_ARCHIVE_PREFIX}. */
    public ArchiveHandler() {
        this(S3LogObjects.open(System.getenv()), System.err::println);
    }

    /**
     * Over a log of record that lies anywhere.
     *
     * @param log takes a line for each fault of a call that has no context
     */
    public ArchiveHandler(LogObjects objects, Consumer<String> log) {
        this.service = new ArchiveService(objects);
        this.log = requireNonNull(log, "log is null");
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        Consumer<String> faults =
                context == null ? log : line -> context.getLogger().log(line + "\n");
        List<String> failed = service.archive(StreamBatch.read(in), faults);
        try (JsonGenerator json = JSON_FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("batchItemFailures");
            for (String sequenceNumber : failed) {
                json.writeStartObject();
                json.writeStringField("itemIdentifier", sequenceNumber);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
