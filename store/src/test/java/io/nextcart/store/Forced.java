package io.nextcart.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** What this JVM forces to the disk, by its flight recorder. */
public final class Forced {
    /** Something that may force files and folders. */
    public interface Work {
        void run() throws IOException;
    }

    private Forced() {}

    /** The files and folders that work forces on this thread, in order. */
    public static List<Path> by(Work work, Path folder) throws IOException {
        Path file = folder.resolve("forced.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        long mine = Thread.currentThread().getId(); // other tests run beside
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getThread().getJavaThreadId() == mine)
                .map(event -> Path.of(event.getString("path")))
                .toList();
    }
}
