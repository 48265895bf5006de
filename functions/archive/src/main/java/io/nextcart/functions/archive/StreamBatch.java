package io.nextcart.functions.archive;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.archive.StreamRecord.Malformed;
import io.nextcart.functions.archive.StreamRecord.Other;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch of a DynamoDB stream as Lambda hands it over.
 *
 * @param source the stream, by its ARN
 * @param records in the order of their sequence numbers, each once
 */
record StreamBatch(String source, List<StreamRecord> records) {
    /**
     * Reads a batch.
     *
     * @throws IOException when it is no batch of a stream: nothing of it can be told apart
     */
    static StreamBatch read(InputStream in) throws IOException {
        String source = "";
        TreeMap<BigInteger, StreamRecord> records = new TreeMap<>();
        if (!(JSON.std.mapFrom(in).get("Records") instanceof List<?> list)) {
            throw new IOException("no Records, expected a batch of a DynamoDB stream");
        }
        for (Object element : list) {
            Map<?, ?> record = object(element);
            String number = String.valueOf(object(record.get("dynamodb")).get("SequenceNumber"));
            if (number.isEmpty() || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IOException("SequenceNumber is " + number + ", expected digits");
            }
            source = String.valueOf(record.get("eventSourceARN"));
            records.put(new BigInteger(number), record(number, record));
        }
        return new StreamBatch(source, List.copyOf(records.values()));
    }

    private static StreamRecord record(String number, Map<?, ?> record) {
        Map<?, ?> change = object(record.get("dynamodb"));
        RowKind kind = RowKind.ofKeys(object(change.get("Keys")).keySet());
        if (!kind.isKept(record.get("eventName"))) {
            return new Other(number);
        }
        try {
            return kind.line(number, object(change.get("NewImage")));
        } catch (IllegalArgumentException e) {
            return new Malformed(number, kind.named() + ": " + e.getMessage());
        }
    }

    static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
