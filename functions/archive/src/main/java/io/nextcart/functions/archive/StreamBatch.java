package io.nextcart.functions.archive;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.functions.archive.StreamRecord.Malformed;
import io.nextcart.functions.archive.StreamRecord.NewEvent;
import io.nextcart.functions.archive.StreamRecord.Other;
import io.nextcart.functions.store.dynamo.EventAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.HashMap;
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
        if (!"INSERT".equals(record.get("eventName"))) {
            return new Other(number);
        }
        Map<String, Object> fields = new HashMap<>();
        object(object(record.get("dynamodb")).get("NewImage"))
                .forEach((name, value) -> fields.put(String.valueOf(name), scalar(value)));
        if (fields.get(EventAttributes.TIMESTAMP) == null) {
            return new Malformed(number, EventAttributes.TIMESTAMP + " is missing");
        }
        if (fields.get(EventAttributes.VALUE) instanceof String value) {
            try {
                fields.put(EventAttributes.VALUE, Double.valueOf(value));
            } catch (NumberFormatException e) {
                return new Malformed(number, EventAttributes.VALUE + " is no number");
            }
        }
        Decoded decoded = EventDecoder.decode(fields, 0);
        if (decoded instanceof Decoded.Rejected rejected) {
            return new Malformed(number, rejected.field() + " " + rejected.reason());
        }
        return new NewEvent(number, ((Decoded.Accepted) decoded).event());
    }

    /** The text of {@code {"S": …}} or {@code {"N": …}}; null for what no part of an event is. */
    private static @Nullable Object scalar(Object attribute) {
        Map<?, ?> typed = object(attribute);
        Object text = typed.get("S");
        return text != null ? text : typed.get("N");
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
