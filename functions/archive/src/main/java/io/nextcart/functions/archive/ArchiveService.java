package io.nextcart.functions.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.archive.StreamRecord.Malformed;
import io.nextcart.functions.archive.StreamRecord.NewLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
 * what lies between two malformed records. An object is named by its stream, its first sequence number and a hash of its lines:
 * a name never holds other lines, so that whoever reads an object may delete it later by its name. A failure is reported from the
 * start of its run on, and the same run comes to the same name. Only a run that comes again longer or shorter leaves lines
 * in two objects; readers know them for repeats.
 */
final class ArchiveService {
    private static final int STREAM_BYTES = 4;
    private static final int LINES_BYTES = 8;

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
            byte[] text = text(lines);
            String name = stream + "-" + lines.get(0).sequenceNumber() + "-" + hash(text, LINES_BYTES) + ".ndjson.gz";
            objects.put(folder.getKey() + "/" + name, gzip(text));
        }
    }

    private static byte[] text(List<NewLine> lines) {
        StringBuilder text = new StringBuilder();
        for (NewLine line : lines) {
            text.append(line.json()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    private static LocalDate day(NewLine line) {
        return Instant.ofEpochMilli(line.timeMs()).atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Keeps the streams of two tables apart that share a bucket, or of one table that was made again. */
    private static String shortName(String source) {
        return hash(source.getBytes(StandardCharsets.UTF_8), STREAM_BYTES);
    }

    private static String hash(byte[] text, int bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
