package io.nextcart.functions.archive;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.nextcart.data.Environment;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.s3.ObjectStores;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda behind the streams of the tables of events, tombstones and the catalogue; returns the records that failed.
 */
public final class ArchiveHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private final ArchiveService service;
    private final Consumer<String> log;

    /** Reads {@code NEXTCART_ARCHIVE_BUCKET} and {@code NEXTCART_ARCHIVE_PREFIX} from the environment. */
    public ArchiveHandler() {
        this(archive(System.getenv()), System.err::println);
    }

    /**
     * Writes to any store.
     *
     * @param log takes a line per fault when a call has no context
     */
    public ArchiveHandler(ObjectStore archive, Consumer<String> log) {
        this.service = new ArchiveService(archive);
        this.log = requireNonNull(log, "log is null");
    }

    static ObjectStore archive(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        String bucket = variables.required("NEXTCART_ARCHIVE_BUCKET", "the S3 bucket of the archive");
        String prefix = variables.optional("NEXTCART_ARCHIVE_PREFIX").replaceAll("^/+|/+$", "");
        variables.check();
        return ObjectStores.open("s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix));
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent batch, @Nullable Context context) {
        Consumer<String> faults =
                context == null ? log : line -> context.getLogger().log(line + "\n");
        return new StreamsEventResponse(service.archive(batch, faults).stream()
                .map(BatchItemFailure::new)
                .toList());
    }
}
