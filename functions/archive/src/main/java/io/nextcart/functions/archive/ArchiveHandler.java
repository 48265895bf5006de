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

    /** By the environment: {@code NEXTCART_ARCHIVE_BUCKET}, {@code NEXTCART_ARCHIVE_PREFIX}. */
    public ArchiveHandler() {
        this(S3LogObjects.open(System.getenv()));
    }

    /** Over a log of record that lies anywhere. */
    public ArchiveHandler(LogObjects objects) {
        this(new ArchiveService(objects));
    }

    ArchiveHandler(ArchiveService service) {
        this.service = requireNonNull(service, "service is null");
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, @Nullable Context context) throws IOException {
        Consumer<String> log = context == null
                ? System.err::println
                : line -> context.getLogger().log(line + "\n");
        List<String> failed = service.archive(StreamBatch.read(in), log);
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
