package io.nextcart.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nextcart.data.Progress;
import io.nextcart.store.document.StageRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
    @Test
    void stagesAreRecordedInOrderWithRowsAndTheirOwnPeak() {
        Stages stages = new Stages(Progress.NONE);
        int sum = stages.run("tables", stage -> {
            byte[] pages = new byte[64 << 20];
            for (int i = 0; i < pages.length; i += 4096) {
                pages[i] = 1;
            }
            stage.addRows(3);
            stage.addRows(4);
            return pages[4096] + 1;
        });
        stages.run("fit", stage -> {
            stage.addProcess(2.5, 700);
            return "";
        });
        assertThat(sum).isEqualTo(2);
        assertThat(stages.records()).extracting(StageRecord::name).containsExactly("tables", "fit");
        StageRecord tables = stages.records().get(0);
        assertThat(tables.rows()).isEqualTo(7);
        assertThat(tables.peakOwnMb()).isGreaterThanOrEqualTo(64);
        assertThat(tables.peakRssMb()).isGreaterThanOrEqualTo(tables.peakOwnMb());
        StageRecord fit = stages.records().get(1);
        assertThat(fit.cpuSeconds()).isGreaterThanOrEqualTo(2.5);
        assertThat(fit.peakRssMb()).isGreaterThan(700);
        assertThat(fit.peakOwnMb()).isGreaterThan(700);
        stages.run("fit", stage -> {
            stage.addProcess(1, Long.MAX_VALUE / 2);
            return "";
        });
        assertThat(stages.records().get(2).peakRssMb()).isEqualTo(Usage.memoryMb());
    }

    @Test
    void pagesOfMappedFilesAreNotOwnMemory(@TempDir Path folder) throws IOException {
        assumeTrue(Usage.ownMb().isPresent(), "this system does not tell own memory");
        Path file = Files.write(folder.resolve("pages"), new byte[64 << 20]);
        Stages stages = new Stages(Progress.NONE);
        int sum = stages.run("map", stage -> {
            try (FileChannel channel = FileChannel.open(file)) {
                ByteBuffer pages = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
                int total = 0;
                for (int at = 0; at < pages.limit(); at += 4096) {
                    total += pages.get(at);
                }
                return total;
            }
        });
        assertThat(sum).isZero();
        StageRecord map = stages.records().get(0);
        assertThat(map.peakRssMb() - map.peakOwnMb()).isGreaterThanOrEqualTo(60);
        assertThat(map.bytesRead()).isLessThan(32 << 20);
    }

    @Test
    void bytesReadAreThoseOfTheStage(@TempDir Path folder) throws IOException {
        assumeTrue(Usage.ofThisProcess().bytesRead() > 0, "this system does not tell what is read");
        Path file = Files.write(folder.resolve("log"), new byte[8 << 20]);
        Stages stages = new Stages(Progress.NONE);
        for (int time = 0; time < 2; time++) {
            stages.run("read", stage -> Files.readAllBytes(file));
        }
        // Little else is read meanwhile: classes, and the counters themselves.
        assertThat(stages.records())
                .allSatisfy(stage -> assertThat(stage.bytesRead()).isBetween(8L << 20, 12L << 20));
    }

    @Test
    void aStageThatFailsIsStillRecordedAndItsErrorGoesOn() {
        List<String> reports = new ArrayList<>();
        Stages stages = new Stages((stage, done, total, unit) -> reports.add(stage + " " + done));
        assertThatThrownBy(() -> stages.run("read", stage -> {
                    stage.addRows(5);
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(stages.records()).hasSize(1);
        assertThat(reports).containsExactly("read 0", "read 5");
    }
}
