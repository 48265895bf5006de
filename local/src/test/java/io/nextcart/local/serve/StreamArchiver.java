package io.nextcart.local.serve;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.nextcart.data.Await;
import io.nextcart.functions.archive.ArchiveHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A table's stream and the archive Lambda's handler, joined as Lambda joins them: a shard's batches in order, each handed
 * over again until the handler takes it. The place after it is then kept in a file, from which the next process goes on.
 */
final class StreamArchiver {
    /** As the infrastructure sets it. */
    private static final int MOST_RECORDS = 1000;

    private final DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final ArchiveHandler handler = new ArchiveHandler();
    private final String stream;
    private final Path file;
    /** The sequence number of the last record that the handler took, by shard. */
    private final Properties taken = new Properties();

    /** Where to read on, by shard; shards that appear later are for the next process. */
    private final Map<String, String> iterators = new LinkedHashMap<>();

    private StreamArchiver(String stream, Path file) throws IOException {
        this.stream = stream;
        this.file = file;
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                taken.load(in);
            }
        }
        streams.describeStream(request -> request.streamArn(stream))
                .streamDescription()
                .shards()
                .forEach(shard -> iterators.put(shard.shardId(), begin(shard.shardId())));
    }

    /**
     * Reads a stream for good, or with {@code once} to its present end.
     *
     * @param arguments the stream's ARN, the file, and perhaps {@code once}
     */
    public static void main(String[] arguments) throws Exception {
        StreamArchiver archiver = new StreamArchiver(arguments[0], Path.of(arguments[1]));
        boolean once = arguments.length > 2 && arguments[2].equals("once");
        while (!once) {
            Await.until(archiver::readSome, "the stream has records");
        }
        while (archiver.readSome()) {}
    }

    /** Reads a batch of each shard; returns whether there was one. */
    private boolean readSome() throws IOException {
        boolean some = false;
        for (String shard : List.copyOf(iterators.keySet())) {
            GetRecordsResponse answer = streams.getRecords(
                    request -> request.shardIterator(iterators.get(shard)).limit(MOST_RECORDS));
            List<Record> records = answer.records();
            some |= !records.isEmpty();
            if (take(shard, records)) {
                iterators.computeIfPresent(shard, (same, last) -> answer.nextShardIterator());
            }
        }
        return some;
    }

    private String begin(String shard) {
        String last = taken.getProperty(shard);
        GetShardIteratorRequest.Builder from =
                GetShardIteratorRequest.builder().streamArn(stream).shardId(shard);
        from = last == null
                ? from.shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                : from.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                        .sequenceNumber(last);
        return streams.getShardIterator(from.build()).shardIterator();
    }

    private boolean take(String shard, List<Record> records) throws IOException {
        if (records.isEmpty()) {
            return true;
        }
        if (!handler.handleRequest(batch(records), null).getBatchItemFailures().isEmpty()) {
            return false;
        }
        taken.setProperty(shard, records.get(records.size() - 1).dynamodb().sequenceNumber());
        keep();
        return true;
    }

    private void keep() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (var out = Files.newBufferedWriter(next)) {
            taken.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** New and changed rows, which are all that the event source passes on. */
    private DynamodbEvent batch(List<Record> records) {
        DynamodbEvent batch = new DynamodbEvent();
        batch.setRecords(records.stream()
                .filter(record -> record.eventName() != OperationType.REMOVE)
                .map(this::asLambdaPassesIt)
                .toList());
        return batch;
    }

    private DynamodbStreamRecord asLambdaPassesIt(Record record) {
        DynamodbStreamRecord passed = new DynamodbStreamRecord();
        passed.setEventName(record.eventNameAsString());
        passed.setEventSourceARN(stream);
        passed.setDynamodb(new StreamRecord()
                .withSequenceNumber(record.dynamodb().sequenceNumber())
                .withKeys(attributes(record.dynamodb().keys()))
                .withNewImage(attributes(record.dynamodb().newImage())));
        return passed;
    }

    private static Map<String, AttributeValue> attributes(
            Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> row) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        row.forEach((name, value) ->
                attributes.put(name, new AttributeValue().withS(value.s()).withN(value.n())));
        return attributes;
    }
}
