package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nextcart.store.document.Current;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline on the last two weeks of the real log, from check to promotion: set NEXTCART_REAL_EVENTS to its events.csv.gz. */
@Tag("long")
class RealLogPipelineIT {
    /** About 5,000 come a day; the gate wants seven days. */
    private static final int EVENTS = 70_000;

    @TempDir
    private Path folder;

    @Test
    void theRealLogGoesFromCheckToPublishedAndWithShoppersToPromoted() throws Exception {
        String real = System.getenv("NEXTCART_REAL_EVENTS");
        assumeTrue(real != null, "no real log: set NEXTCART_REAL_EVENTS to an events.csv.gz");
        Nights nights = new Nights(
                folder.resolve("store").toString(),
                folder.resolve("visits").toString(),
                Map.of("NEXTCART_EVENTS", latest(Path.of(real)).toString(), "NEXTCART_THREADS", "2"));

        assertThat(nights.run("first").state()).as(nights.lines.toString()).isEqualTo("Published");
        assertThat(nights.path).containsSubsequence("Status", "CheckData", "Train", "ReadResult", "Tell");
        assertThat(nights.lines).anyMatch(line -> line.startsWith("70,000 events in "));
        Current first = nights.current();

        nights.challengerCarts = 0.4;
        assertThat(nights.run("second").state()).as(nights.lines.toString()).isEqualTo("Promoted");
        assertThat(nights.path).containsSubsequence("CheckData", "Train", "StartTrial", "Compare", "Tell", "Promoted");
        assertThat(nights.lines)
                .last()
                .asString()
                .startsWith("message: Nextcart: the new model is promoted: The trial of model ");
        assertThat(nights.current().previous()).isEqualTo(first.champion());
    }

    /** The last events of the log, which is in order of time. */
    private Path latest(Path log) throws IOException {
        ArrayDeque<String> latest = new ArrayDeque<>();
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8))) {
            lines.add(in.readLine());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                latest.add(line);
                if (latest.size() > EVENTS) {
                    latest.remove();
                }
            }
        }
        lines.addAll(latest);
        return Files.write(folder.resolve("latest.csv"), lines);
    }
}
