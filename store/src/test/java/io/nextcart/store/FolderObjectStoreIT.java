package io.nextcart.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderObjectStoreIT {
    private static final int PROCESSES = 3;
    private static final int STEPS = 100;

    @TempDir
    Path folder;

    @Test
    void processesThatCountTogetherNeverLoseAStep() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Counter.class.getName(),
                            folder.toString())
                    .inheritIO()
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertThat(new String(
                        new FolderObjectStore(folder).get("count").orElseThrow().bytes(), UTF_8))
                .isEqualTo(Integer.toString(PROCESSES * STEPS));
    }

    /** Adds one to a stored number {@link #STEPS} times, repeating each conditional write until it succeeds. */
    static final class Counter {
        private Counter() {}

        public static void main(String[] args) throws IOException {
            ObjectStore store = new FolderObjectStore(Path.of(args[0]));
            int steps = 0;
            while (steps < STEPS) {
                Optional<ObjectSource.Tagged> now = store.get("count");
                int count = now.map(tagged -> Integer.parseInt(new String(tagged.bytes(), UTF_8)))
                        .orElse(0);
                byte[] next = Integer.toString(count + 1).getBytes(UTF_8);
                steps += store.putIf("count", next, now.map(ObjectSource.Tagged::etag)) ? 1 : 0;
            }
        }
    }
}
