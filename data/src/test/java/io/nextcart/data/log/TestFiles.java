package io.nextcart.data.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Files that tests read. */
final class TestFiles {
    static final String EVENTS_HEADER = "timestamp,visitorid,event,itemid,transactionid\n";

    private TestFiles() {}

    static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** An events file with {@code rows} good rows. */
    static String events(int rows) {
        StringBuilder text = new StringBuilder(EVENTS_HEADER);
        for (int i = 0; i < rows; i++) {
            text.append(1_433_221_332_117L + i)
                    .append(',')
                    .append(i % 7)
                    .append(",view,")
                    .append(i % 11)
                    .append(",\n");
        }
        return text.toString();
    }
}
