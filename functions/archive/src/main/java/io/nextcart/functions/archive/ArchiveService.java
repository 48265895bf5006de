package io.nextcart.functions.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.archive.StreamRecord.Malformed;
import io.nextcart.functions.archive.StreamRecord.NewLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the new lines of a batch to the log of record: one object per UTC day of what happened and per run, where a run is
 * what lies between two malformed records. An object is named by its stream and its first sequence number, and a failure is
 * reported from the start of its run on. So Lambda never takes up the stream again amid an object that is kept: a batch that
 * comes again, longer or shorter, writes over what it wrote before, and every line stays in one object.
 */
final class ArchiveService {
    private static final int STREAM_BYTES = 4;

    private final LogObjects objects;

    ArchiveService(LogObjects objects) {
        this.objects = requireNonNull(objects, "objects is null");
    }

    /**
     * Writes a batch.
     *
     * @param log takes one line for each fault
     * @return the sequence numbers that failed, in their order: the malformed ones and, where an object could not be
     *     written, all from the start of its run on
     */
    List<String> archive(StreamBatch batch, Consumer<String> log) {
        String stream = shortName(batch.source());
        List<String> failed = new ArrayList<>();
        List<StreamRecord> records = batch.records();
        int start = 0;
        for (int i = 0; i <= records.size(); i++) {
            boolean malformed = i < records.size() && records.get(i) instanceof Malformed;
            if (!malformed && i < records.size()) {
                continue;
            }
            try {
                write(stream, records.subList(start, i));
            } catch (IOException e) {
                log.accept(String.valueOf(e.getMessage()));
                records.subList(start, records.size()).forEach(record -> failed.add(record.sequenceNumber()));
                return failed;
            }
            if (malformed) {
                Malformed record = (Malformed) records.get(i);
                log.accept(batch.source() + ": record " + record.sequenceNumber() + " is " + record.reason());
                failed.add(record.sequenceNumber());
            }
            start = i + 1;
        }
        return failed;
    }

    private void write(String stream, List<StreamRecord> run) throws IOException {
        Map<String, List<NewLine>> folders = new TreeMap<>();
        for (StreamRecord record : run) {
            if (record instanceof NewLine line) {
                folders.computeIfAbsent(line.folder() + "/dt=" + day(line), folder -> new ArrayList<>())
                        .add(line);
            }
        }
        for (Map.Entry<String, List<NewLine>> folder : folders.entrySet()) {
            List<NewLine> lines = folder.getValue();
            String name = stream + "-" + lines.get(0).sequenceNumber() + ".ndjson.gz";
            objects.put(folder.getKey() + "/" + name, bytes(lines));
        }
    }

    private static byte[] bytes(List<NewLine> lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer text = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
            for (NewLine line : lines) {
                text.write(line.json());
                text.write('\n');
            }
        }
        return bytes.toByteArray();
    }

    private static LocalDate day(NewLine line) {
        return Instant.ofEpochMilli(line.timeMs()).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Keeps the streams of two tables apart that share a bucket, or of one table that was made again. */
    private static String shortName(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, STREAM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
