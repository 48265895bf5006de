package io.nextcart.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private int done;

    @Test
    void aFinishedStepIsNotDoneAgain() throws IOException {
        assertThat(run("first")).isEqualTo("first");
        assertThat(run("second")).isEqualTo("first");
        assertThat(done).isEqualTo(1);
        assertThat(told).containsOnlyOnce("work: done before");
    }

    @Test
    void aResultOfBeforeIsReadAndWhatItTookIsKnown() throws IOException {
        Stages before = stages();
        String made = steps(before).result("step", into -> work(before, into, "first"), CheckpointsTest::read);
        Stages now = stages();

        String found = steps(now).result("step", into -> work(now, into, "second"), CheckpointsTest::read);

        assertThat(made).isEqualTo("first");
        assertThat(found).isEqualTo("first");
        assertThat(now.records()).isEqualTo(before.records());
    }

    @Test
    void aDamagedFileHasItsStepDoneAnew() throws IOException {
        run("first");
        Files.writeString(folder.resolve("step/result.txt"), "fIrst");

        assertThat(run("second")).isEqualTo("second");
        assertThat(told).contains("step: damaged, done anew");
    }

    @Test
    void aFileThatIsGoneOrNotListedHasItsStepDoneAnew() throws IOException {
        run("first");
        Files.delete(folder.resolve("step/result.txt"));
        assertThat(run("second")).isEqualTo("second");

        Files.writeString(folder.resolve("step/other.txt"), "of nobody");
        assertThat(run("third")).isEqualTo("third");
        assertThat(folder.resolve("step/other.txt")).doesNotExist();
    }

    @Test
    void aStepWithoutListIsDoneAnew() throws IOException {
        run("first");
        Files.delete(folder.resolve("step/step.json"));

        assertThat(run("second")).isEqualTo("second");
    }

    @Test
    void aListThatIsNoneOrOfAnotherFormatHasItsStepDoneAnew() throws IOException {
        run("first");
        Path list = folder.resolve("step/step.json");
        String json = Files.readString(list);
        for (String other : List.of(
                "",
                "{\"format\":1",
                "[]",
                "{\"format\":1}",
                json.replace("\"format\":" + StepList.FORMAT, "\"format\":" + (StepList.FORMAT + 1)),
                json.replace("\"basis\":\"\"", "\"basis\":\"other\""),
                json.replace("\"seconds\"", "\"minutes\""))) {
            assertThat(other).isNotEqualTo(json);
            Files.writeString(list, other);
            assertThat(run(other)).as(other).isEqualTo(other);
        }
        assertThat(run("last")).isNotEqualTo("last");
    }

    @Test
    void whatAKilledRunLeftUnfinishedIsNoStepAndGoes() throws IOException {
        Path left = Files.createDirectories(folder.resolve("step.unfinished"));
        Files.writeString(left.resolve("half.txt"), "half");

        assertThat(run("whole")).isEqualTo("whole");
        assertThat(folder.resolve("step/half.txt")).doesNotExist();
        assertThat(left).doesNotExist();
    }

    @Test
    void aStepThatFailsIsNoneAndItsErrorGoesOn() throws IOException {
        Checkpoints steps = steps(stages());
        assertThatThrownBy(() -> steps.files("step", into -> {
                    Files.writeString(into.resolve("result.txt"), "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(steps.found("step")).isEmpty();
        assertThat(run("whole")).isEqualTo("whole");
    }

    @Test
    void aStepThatIsDoneWhateverWasBeforeReplacesIt() throws IOException {
        run("first");
        steps(stages()).anew("step", into -> Files.writeString(into.resolve("result.txt"), "second"));

        Path found = steps(stages()).found("step").orElseThrow();
        assertThat(read(found)).isEqualTo("second");
    }

    @Test
    void inAFolderThatIsNotKeptNothingIsListedAndNothingFound() throws IOException {
        Checkpoints steps = new Checkpoints(folder, false, null, stages());
        steps.files("step", into -> Files.writeString(into.resolve("result.txt"), "first"));

        assertThat(folder.resolve("step")).isDirectoryNotContaining("glob:**step.json");
        assertThat(steps.found("step")).isEmpty();
    }

    private String run(String result) throws IOException {
        Stages stages = stages();
        return read(steps(stages).files("step", into -> work(stages, into, result)));
    }

    private String work(Stages stages, Path into, String result) throws IOException {
        done++;
        return stages.run("work", stage -> {
            stage.addRows(7);
            Files.writeString(into.resolve("result.txt"), result);
            return result;
        });
    }

    private Checkpoints steps(Stages stages) {
        return new Checkpoints(folder, true, null, stages);
    }

    private Stages stages() {
        return new Stages((stage, count, total, unit) -> told.add(stage));
    }

    private static String read(Path step) throws IOException {
        return Files.readString(step.resolve("result.txt"));
    }
}
