package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.local.asl.Execution;
import io.nextcart.local.cli.TrainedShop;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Failures of a night, with the real training and rollout: the shop keeps serving, and the pipeline ends in the right
 * state and names the cause.
 */
class FailurePathsIT {
    private static final int KILLED = 137;

    @TempDir
    static Path folder;

    private static Path log;
    private static Path smallLog;
    private static ServedShop shop;

    private final List<String> served = Collections.synchronizedList(new ArrayList<>());
    private final Set<ProcessHandle> processes = ConcurrentHashMap.newKeySet();
    private Nights nights;
    private Current before;

    @BeforeAll
    static void serve() throws Exception {
        TrainedShop trained = TrainedShop.get();
        log = trained.log();
        smallLog = trained.smallLog();
        trained.publishTo(new FolderObjectStore(folder.resolve("store")));
        shop = new ServedShop(folder.resolve("store").toString(), folder.resolve("data"), trained.shopper());
    }

    @AfterAll
    static void close() throws IOException {
        shop.close();
    }

    @BeforeEach
    void watch() throws Exception {
        nights = nights();
        nights.notifier = shop.notifier();
        nights.onState = (state, at) -> served.add(shop.model());
        nights.onLine = line -> look();
        before = nights.current();
        shop.await(before.champion());
    }

    @AfterEach
    void nothingIsLeftRunning() throws Exception {
        for (ProcessHandle process : processes) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @Tag("long")
    void aKilledTrainingRunsAgainAndItsModelServes() throws Exception {
        AtomicInteger kills = new AtomicInteger();
        nights.onLine = line -> {
            look();
            if (line.equals("fitting the ranker") && kills.getAndIncrement() == 0) {
                kill();
            }
        };
        nights.share = 0; // no trial
        Execution.Ending ending = nights.run(
                "killed-once",
                Map.of(
                        "NEXTCART_WORK", folder.resolve("work").toString(),
                        "NEXTCART_EVENTS", smallLog.toString(),
                        "NEXTCART_FORCE", "true")); // regardless of the gate

        assertThat(ending.state()).isEqualTo("Published");
        assertThat(nights.path)
                .containsSubsequence("Train", "WhyNot", "TrainOnDemand", "ReadResult", "StartTrial", "Tell");
        assertThat(served).isNotEmpty().containsOnly(before.champion());
        Current now = nights.current();
        assertThat(now.previous()).isEqualTo(before.champion());
        assertThat(shop.messages())
                .last()
                .isEqualTo("Nextcart: a new model serves\n\nModel " + now.champion()
                        + " serves every shopper, without a trial.");
        shop.await(now.champion());
    }

    @Test
    @Tag("long")
    void aTrainingKilledEachTimeIsAFailureWithItsExitCode() throws Exception {
        nights.onLine = line -> {
            look();
            if (line.equals("read the log")) {
                kill();
            }
        };
        Execution.Ending ending = nights.run("killed-twice");

        assertFailed(ending, "TrainOnDemand", "WhyNotOnDemand", "ReadFailure", "TellFailed", "Failed");
        assertThat(message())
                .contains("Step: train.", "exit code " + KILLED, "it did not come to its end")
                .contains("The log: stream train/train/", "The execution: run killed-twice");
    }

    @Test
    void aTrainingWithTooLittleMemoryIsAFailureThatSaysSo() throws Exception {
        nights.trainingOptions = List.of("-Xmx12m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        Execution.Ending ending = nights.run("too-small");

        assertFailed(
                ending, "Train", "WhyNot", "TrainOnDemand", "WhyNotOnDemand", "ReadFailure", "TellFailed", "Failed");
        assertThat(message())
                .contains("Step: train.", "exit code 1.", "OutOfMemoryError", "raise training.memoryMb in AWS")
                .contains("The log: stream train/train/", "The execution: run too-small");
    }

    @Test
    @Tag("long")
    void aModelOfNoiseIsRefusedAndThatIsNotAFailure() throws Exception {
        Execution.Ending ending = nights.run("noise", Map.of("NEXTCART_EVENTS", noise().toString()));

        assertThat(ending.failure()).isNull();
        assertThat(ending.state()).isEqualTo("Refused");
        assertThat(nights.path).doesNotContain("TrainOnDemand", "StartTrial");
        assertServedOn();
        assertThat(message())
                .startsWith("Nextcart: the gate refused the new model\n\n")
                .contains("Holdout: ", "efused");
    }

    @Test
    void aTrainingThatTakesTooLongIsStoppedAndLeavesNoProcess() throws Exception {
        nights.taskSeconds = 3;
        ScheduledExecutorService eyes = Executors.newSingleThreadScheduledExecutor();
        eyes.scheduleWithFixedDelay(this::look, 0, 100, TimeUnit.MILLISECONDS);
        Execution.Ending ending = nights.run("too-long");
        eyes.shutdown();
        assertThat(eyes.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        assertFailed(ending, "Train", "TrainingTooLong", "TellFailed", "Failed");
        assertThat(ending.failure().error()).isEqualTo("Retrain.States.Timeout");
        assertThat(processes).isNotEmpty();
        assertThat(message())
                .contains("Step: train: it took too long and was stopped.", "no end within 3 s")
                .contains("The execution: run too-long");
    }

    @Test
    void aChatThatDoesNotAnswerChangesNothingButALineSaysSo() throws Exception {
        int heard = shop.messages().size();
        for (int i = 0; i < 3; i++) {
            shop.bot.then(500, "{\"ok\":false,\"description\":\"Internal Server Error\"}");
        }
        Path broken = Files.writeString(folder.resolve("broken.csv"), "this is no log\n1,2\n");
        Execution.Ending ending = nights.run("unheard", Map.of("NEXTCART_EVENTS", broken.toString()));

        assertFailed(ending, "Train", "ReadResult", "TrainFailed", "TellFailed", "Failed");
        assertThat(shop.messages()).hasSize(heard + 3);
        assertThat(nights.retried).isEmpty();
        assertThat(nights.lines)
                .filteredOn(line -> line.startsWith("message: "))
                .hasSize(1);
        assertThat(nights.lines)
                .last()
                .asString()
                .contains("the message could not be forwarded", "Telegram answered 500: Internal Server Error");
    }

    private void assertFailed(Execution.Ending ending, String... path) throws IOException {
        assertThat(ending.failure()).isNotNull();
        assertThat(nights.path).containsSubsequence(path).endsWith("Failed");
        assertServedOn();
        assertThat(message()).startsWith("Nextcart: the retrain failed\n\n").contains("The champion still serves.");
    }

    private void assertServedOn() throws IOException {
        assertThat(nights.current()).isEqualTo(before);
        assertThat(served).hasSizeGreaterThan(5).containsOnly(before.champion());
        assertThat(shop.model()).isEqualTo(before.champion());
    }

    private static String message() {
        List<String> messages = shop.messages();
        return messages.get(messages.size() - 1);
    }

    /** During a training's output: records what serves and which processes exist. */
    private void look() {
        served.add(shop.model());
        ProcessHandle.current().descendants().forEach(processes::add);
    }

    /** As the system does when memory runs out. */
    private static void kill() {
        ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    }

    private static Nights nights() {
        return new Nights(
                folder.resolve("store").toString(),
                folder.resolve("store").toString(),
                Map.of("NEXTCART_EVENTS", log.toString(), "NEXTCART_THREADS", "2"));
    }

    /** The log, with the items of its second half shuffled. */
    private static Path noise() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        int half = lines.size() / 2;
        List<String> items = new ArrayList<>();
        lines.subList(half, lines.size()).forEach(line -> items.add(line.split(",", -1)[3]));
        Collections.shuffle(items, new Random(1));
        for (int i = half; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            cells[3] = items.get(i - half);
            lines.set(i, String.join(",", cells));
        }
        return Files.write(folder.resolve("noise.csv"), lines);
    }
}
