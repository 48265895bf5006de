package io.nextcart.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.StageRecord;
import io.nextcart.store.document.TrainingDetails;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GrowthTest {
    private static TrainingDetails details(long weekly, long memoryMb, long ownMb) throws Exception {
        TrainingDetails old = TrainingDetails.of(new JsonFields().toObject("test"));
        return new TrainingDetails(
                Map.of("events", 1_000_000L, Growth.WEEKLY_EVENTS, weekly, Growth.MEMORY_MB, memoryMb),
                old.window(),
                old.parameters(),
                old.metrics(),
                old.evaluation(),
                old.calibration(),
                old.gate(),
                old.importance(),
                List.of(stage("a", ownMb / 2), stage("b", ownMb)),
                old.checks());
    }

    /** Half as much again is of mapped files. */
    private static StageRecord stage(String name, long ownMb) {
        return new StageRecord(name, 1, 1, 1, ownMb + ownMb / 2, ownMb, 0);
    }

    @Test
    void memoryGrowsWithTheLog() throws Exception {
        // A week adds a twentieth of the log, so of the memory: 50 of 1,000 MiB.
        assertThat(Growth.sentence(details(50_000, 4_000, 1_000)))
                .contains(
                        "At 50,000 events a week, as in the last four weeks, the 4,000 MiB of memory are full in about"
                                + " 60 weeks");
        assertThat(Growth.sentence(details(50_000, 2_000, 1_000)))
                .contains(
                        "At 50,000 events a week, as in the last four weeks, the 2,000 MiB of memory are full in about"
                                + " 20 weeks: take a larger machine, or train on Spark (docs/scale.md)");
        assertThat(Growth.sentence(details(50_000, 900, 1_000)).orElseThrow()).contains("full in about 0 weeks: ");
    }

    @Test
    void pagesOfMappedFilesDoNotFillMemory() throws Exception {
        // More is resident than there is. Of 4,096 MiB 819 are left, and a week adds a fortieth of 3,277: 82.
        assertThat(Growth.sentence(details(25_000, 4_096, 3_277)).orElseThrow()).contains("full in about 9 weeks: ");
    }

    @Test
    void nothingIsSaidOfTenYearsOrWithoutFigures() throws Exception {
        assertThat(Growth.sentence(details(5, 64_000, 1_000))).isEmpty();
        assertThat(Growth.sentence(details(0, 4_000, 1_000))).isEmpty();
        assertThat(Growth.sentence(TrainingDetails.of(new JsonFields().toObject("test"))))
                .isEmpty();
    }
}
