package io.nextcart.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Progress;
import io.nextcart.store.document.StageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        assertThat(tables.peakRssMb()).isGreaterThanOrEqualTo(64);
        StageRecord fit = stages.records().get(1);
        assertThat(fit.cpuSeconds()).isGreaterThanOrEqualTo(2.5);
        assertThat(fit.peakRssMb()).isGreaterThan(700);
        stages.run("fit", stage -> {
            stage.addProcess(1, Long.MAX_VALUE / 2);
            return "";
        });
        assertThat(stages.records().get(2).peakRssMb()).isEqualTo(Usage.memoryMb());
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
