package io.nextcart.training.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepStoreTest {
    private static final String OURS = "a".repeat(64);
    private static final String OTHERS = "b".repeat(64);

    @TempDir
    private Path folder;

    private FolderObjectStore store;
    private final List<String> told = new ArrayList<>();
    private final Stages stages = new Stages((stage, done, total, unit) -> told.add(stage));
    private int disks;

    @BeforeEach
    void open() {
        store = new FolderObjectStore(folder.resolve("store"));
    }

    @Test
    void aStepIsFoundFromAnotherDisk() throws IOException {
        run("first", OURS);

        assertThat(run("second", OURS)).isEqualTo("first");
        assertThat(store.list("work/" + OURS + "/step/")).hasSize(3);
    }

    @Test
    void stepsOfOtherInputsAreNotFound() throws IOException {
        run("first", OTHERS);

        assertThat(run("second", OURS)).isEqualTo("second");
    }

    @Test
    void aDamagedStepIsDoneAnewAndReplaced() throws IOException {
        run("first", OURS);
        for (String key : store.list("work/")) {
            if (!key.endsWith("step.json")) {
                byte[] bytes = store.get(key).orElseThrow().bytes();
                bytes[0] ^= 1;
                store.put(key, bytes);
            }
        }

        assertThat(run("second", OURS)).isEqualTo("second");
        assertThat(told).containsExactly("step: damaged, done anew");
        assertThat(run("third", OURS)).isEqualTo("second");
    }

    @Test
    void halfAStepIsDoneAnew() throws IOException {
        run("first", OURS);
        List<String> keys = store.list("work/");
        store.delete(keys.get(0));
        assertThat(keys.get(0)).doesNotEndWith("step.json");
        assertThat(run("second", OURS)).isEqualTo("second");
        assertThat(told).containsExactly("step: damaged, done anew");

        store.delete("work/" + OURS + "/step/step.json");
        assertThat(run("third", OURS)).isEqualTo("third");
    }

    @Test
    void aListThatLeadsElsewhereIsNoList() throws IOException {
        run("first", OURS);
        String list = "work/" + OURS + "/step/step.json";
        String json = new String(store.get(list).orElseThrow().bytes(), UTF_8);
        for (String other : List.of("noise", json.replace("result.txt", "../../result.txt"))) {
            store.put(list, other.getBytes(UTF_8));
            assertThat(run(other, OURS)).isEqualTo(other);
        }
    }

    @Test
    void ofTwoAtOnceNoneMixesItsFilesWithTheOthers() throws IOException {
        Path first = step("first");
        Path second = step("second");
        StepStore one = store(OURS);
        one.save("step", StepList.of("", first, List.of()), first);
        StepList listOfSecond = StepList.of("", second, List.of());
        StepStore other = store(OURS);
        other.save("step", listOfSecond, second);
        // The slower of the two puts its list last, after all files of both.
        one.save("step", StepList.of("", first, List.of()), first);

        assertThat(run("third", OURS)).isEqualTo("first");
    }

    @Test
    void ofTwoWhoseFirstStepsDifferNoneTakesWhatWasMadeOfTheOthers() throws IOException {
        Checkpoints one = steps(OURS);
        Checkpoints other = steps(OURS);
        other.first(
                "log",
                into -> {
                    one.first("log", quicker -> Files.writeString(quicker.resolve("log.txt"), "a log"), read -> read);
                    return Files.writeString(into.resolve("log.txt"), "a log that has grown");
                },
                read -> read);
        one.files("table", into -> fill(into, "of the first log"));

        Path table = other.files("table", into -> fill(into, "of the second log"));

        assertThat(table.resolve("result.txt")).hasContent("of the second log");
    }

    @Test
    void whenOneOfTwoEndsTheOtherGoesOn() throws IOException {
        Checkpoints slower = steps(OURS);
        slower.files("early", into -> Files.writeString(into.resolve("result.txt"), "early"));
        run("step of the faster", OURS);
        steps(OURS).finished();

        Path step = slower.files("step", into -> Files.writeString(into.resolve("result.txt"), "own"));

        assertThat(step.resolve("result.txt")).hasContent("own");
        assertThat(slower.found("early")).isPresent();
        assertThat(told).isEmpty();
    }

    @Test
    void theSweepTakesOnlyStepsOfOtherInputs() throws IOException {
        run("ours", OURS);
        run("others", OTHERS);
        store.put("models/current.json", new byte[1]);

        store(OURS).sweep();

        assertThat(store.list("work/" + OTHERS + "/")).isEmpty();
        assertThat(store.list("models/")).hasSize(1);
        assertThat(run("second", OURS)).isEqualTo("ours");
    }

    @Test
    void atTheEndNothingIsLeft() throws IOException {
        Checkpoints steps = steps(OURS);
        steps.files("step", into -> Files.writeString(into.resolve("result.txt"), "first"));

        steps.finished();

        assertThat(store.list("")).isEmpty();
        assertThat(folder.resolve("store/work")).doesNotExist();
    }

    @Test
    void aStoreThatFailsIsOneLineAndIsNotAskedAgain() throws IOException {
        Path place = Files.writeString(folder.resolve("store"), "a file where the store's folder should be");
        Checkpoints steps = steps(OURS);
        Path first = steps.files("first", into -> Files.writeString(into.resolve("result.txt"), "first"));
        Files.delete(place);
        Path second = steps.files("second", into -> Files.writeString(into.resolve("result.txt"), "second"));
        steps.finished();

        assertThat(first.resolve("result.txt")).hasContent("first");
        assertThat(second.resolve("result.txt")).hasContent("second");
        assertThat(told).singleElement().asString().startsWith("steps are kept on this disk only: " + place);
        assertThat(place).doesNotExist();
    }

    /** Runs a step on a new disk; the answer is the result that was found or made. */
    private String run(String result, String fingerprint) throws IOException {
        Path step = steps(fingerprint).files("step", into -> fill(into, result));
        return Files.readString(step.resolve("result.txt"));
    }

    private Path step(String result) throws IOException {
        Path step = Files.createDirectory(folder.resolve(result));
        fill(step, result);
        return step;
    }

    private static void fill(Path step, String result) throws IOException {
        Files.writeString(step.resolve("result.txt"), result);
        Files.writeString(step.resolve("figures.txt"), "of " + result);
    }

    private Checkpoints steps(String fingerprint) throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk-" + disks++));
        return new Checkpoints(disk, true, store(fingerprint), stages);
    }

    private StepStore store(String fingerprint) {
        return new StepStore(store, fingerprint, stages);
    }
}
