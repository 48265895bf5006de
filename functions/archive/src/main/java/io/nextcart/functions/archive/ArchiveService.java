package io.nextcart.functions.archive;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import io.nextcart.data.Sha256;
import io.nextcart.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the new lines of a batch to the archive: one object per run and UTC day of the event, where a run is the
 * records between two malformed ones. The object's name consists of its stream, its first sequence number and a hash of
 * its lines, so it never holds other lines, and a reader may later delete by name what it has read. A failed write is
 * reported from the start of its run; the same run gets the same name again. Only a run that returns longer or shorter
 * leaves lines in two objects; readers recognise them as repeats.
 */
final class ArchiveService {
    private static final int STREAM_DIGITS = 8;
    private static final int LINES_DIGITS = 16;

    private final ObjectStore archive;

    ArchiveService(ObjectStore archive) {
        this.archive = requireNonNull(archive, "archive is null");
    }

    /**
     * Writes a batch.
     *
     * @param log takes one line for each fault
     * @return the failed sequence numbers, in order: malformed records and, when an object could not be written, all
     *     from the start of its run
     * @throws IllegalArgumentException when it is not a batch of a stream, so no record can be named
     */
    List<String> archive(DynamodbEvent batch, Consumer<String> log) {
        List<DynamodbStreamRecord> records = ordered(batch);
        List<String> failed = new ArrayList<>();
        List<RowKind.Line> run = new ArrayList<>();
        String stream = records.isEmpty() ? "" : String.valueOf(records.get(0).getEventSourceARN());
        int start = 0;
        try {
            for (int i = 0; i < records.size(); i++) {
                DynamodbStreamRecord record = records.get(i);
                RowKind kind = RowKind.of(record.getDynamodb());
                try {
                    kind.line(record).ifPresent(run::add);
                } catch (IllegalArgumentException e) {
                    write(stream, run);
                    run.clear();
                    start = i + 1;
                    failed.add(number(record));
                    log.accept(
                            stream + ": record " + number(record) + " is not " + kind.named() + ": " + e.getMessage());
                }
            }
            write(stream, run);
        } catch (IOException e) {
            log.accept(String.valueOf(e.getMessage()));
            records.subList(start, records.size()).forEach(record -> failed.add(number(record)));
        }
        return failed;
    }

    /** The records without repeats, by sequence number. */
    private static List<DynamodbStreamRecord> ordered(DynamodbEvent batch) {
        if (batch.getRecords() == null) {
            throw new IllegalArgumentException("no Records, expected a batch of a DynamoDB stream");
        }
        TreeMap<BigInteger, DynamodbStreamRecord> records = new TreeMap<>();
        for (DynamodbStreamRecord record : batch.getRecords()) {
            String number = record.getDynamodb() == null ? "missing" : String.valueOf(number(record));
            if (number.isEmpty() || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new IllegalArgumentException("SequenceNumber is " + number + ", expected digits");
            }
            records.put(new BigInteger(number), record);
        }
        return List.copyOf(records.values());
    }

    private static String number(DynamodbStreamRecord record) {
        return record.getDynamodb().getSequenceNumber();
    }

    private void write(String stream, List<RowKind.Line> run) throws IOException {
        Map<String, List<RowKind.Line>> folders = new TreeMap<>();
        for (RowKind.Line line : run) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(line.timeMs()), ZoneOffset.UTC);
            folders.computeIfAbsent(line.folder() + "/dt=" + day, folder -> new ArrayList<>())
                    .add(line);
        }
        // Separates the streams of two tables that share a bucket, or of a table that was recreated.
        String source = Sha256.hex(stream.getBytes(StandardCharsets.UTF_8)).substring(0, STREAM_DIGITS);
        for (Map.Entry<String, List<RowKind.Line>> folder : folders.entrySet()) {
            byte[] text = folder.getValue().stream()
                    .map(RowKind.Line::json)
                    .collect(Collectors.joining("\n", "", "\n"))
                    .getBytes(StandardCharsets.UTF_8);
            archive.put(
                    folder.getKey() + "/" + source + "-"
                            + folder.getValue().get(0).sequenceNumber() + "-"
                            + Sha256.hex(text).substring(0, LINES_DIGITS) + ".ndjson.gz",
                    gzip(text));
        }
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }
}
