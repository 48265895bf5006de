package io.nextcart.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.local.gateway.FunctionTimeoutException;
import io.nextcart.local.gateway.LocalContexts;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one machine promises of a function, held with AWS's runtime interface client in real processes. */
@Timeout(120)
class FunctionPoolIT {
    private static final int SLOWEST_START_MS = 60_000;

    @TempDir
    private Path folder;

    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private FunctionPool pool;

    /** How a trial function is started. */
    static final class Trial {
        private final Path folder;
        private final Map<String, String> environment = new HashMap<>();
        private int max = 1;

        private Trial(Path folder) {
            this.folder = folder;
        }

        Trial max(int instances) {
            max = instances;
            return this;
        }

        Trial variable(String name, String value) {
            environment.put(name, value);
            return this;
        }

        FunctionSpec build() throws Exception {
            List<Path> classPath = new ArrayList<>(RuntimeClient.jars());
            URI classes = TrialHandler.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            classPath.add(Path.of(classes));
            List<String> options = new ArrayList<>(RuntimeClient.nativeLibrary(folder));
            options.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            return new FunctionSpec(
                    "trial",
                    TrialHandler.class.getName(),
                    classPath,
                    options,
                    environment,
                    folder,
                    1,
                    max,
                    Duration.ofMillis(SLOWEST_START_MS));
        }
    }

    static Trial trial(Path folder) {
        return new Trial(folder);
    }

    private void start(Trial trial) throws Exception {
        pool = FunctionPool.start(trial.build(), output::add);
        pool.awaitReady();
    }

    @AfterEach
    void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    private String ask(String what) throws IOException {
        return ask(what, SLOWEST_START_MS);
    }

    private String ask(String what, long withinMs) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pool.handleRequest(new ByteArrayInputStream(what.getBytes(UTF_8)), out, LocalContexts.within(withinMs));
        return out.toString(UTF_8);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            Thread.sleep(20);
        }
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void requestsAreAnsweredInAnotherProcessAndItsOutputIsMarked() throws Exception {
        start(trial(folder));
        String long1 = "x".repeat(3_000_000);
        assertThat(ask("hello ü")).isEqualTo(pool.processes().get(0) + " hello ü");
        assertThat(ask(long1)).endsWith(" " + long1);
        assertThat(ask("")).endsWith(" ");
        await("its output", () -> output.contains("[trial-1] asked 7"));
    }

    @Test
    void failedRequestIsTheCallersAndTheProcessLivesOn() throws Exception {
        start(trial(folder));
        assertThatThrownBy(() -> ask("throw"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("function trial-1 failed")
                .hasMessageContaining("as it was told");
        assertThat(ask("a")).isEqualTo(pool.processes().get(0) + " a");
    }

    @Test
    void processThatDiesFailsItsRequestOnlyAndIsReplaced() throws Exception {
        start(trial(folder));
        assertThatThrownBy(() -> ask("exit")).isInstanceOf(IOException.class).hasMessageContaining("ended with code 3");
        assertThat(ask("a")).endsWith(" a");
    }

    @Test
    void idleProcessThatIsKilledIsReplaced() throws Exception {
        start(trial(folder));
        long first = pool.processes().get(0);
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await("the other one", () -> pool.processes().stream().anyMatch(pid -> pid != first));
        assertThat(ask("a")).doesNotStartWith(first + " ").endsWith(" a");
    }

    @Test
    void hungRequestIsEndedInTimeAndSoIsItsProcess() throws Exception {
        start(trial(folder));
        long first = pool.processes().get(0);
        long began = System.nanoTime();
        assertThatThrownBy(() -> ask("hang", 700))
                .isInstanceOf(FunctionTimeoutException.class)
                .hasMessageContaining("did not answer in time");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        await("the end of the process", () -> !alive(first));
        assertThat(ask("a")).endsWith(" a");
    }

    @Test
    void moreProcessesAreStartedWhenAllAreBusyUpToTheMost() throws Exception {
        start(trial(folder).max(2));
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            Set<String> processes = new HashSet<>();
            Instant end = Instant.now().plusSeconds(60);
            while (processes.size() < 2 && Instant.now().isBefore(end)) {
                Callable<String> call = () -> ask("sleep 300").split(" ", 2)[0];
                for (Future<String> answer : callers.invokeAll(List.of(call, call, call, call))) {
                    processes.add(answer.get());
                }
            }
            assertThat(processes).hasSize(2);
            assertThat(pool.processes()).hasSize(2);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void functionThatCannotStartSaysWhy() {
        assertThatThrownBy(() -> start(trial(folder).variable("TRIAL_FAULT", "table")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot start")
                .hasMessageContaining("no table");
    }

    @Test
    void closingEndsTheProcesses() throws Exception {
        start(trial(folder));
        long pid = pool.processes().get(0);
        pool.close();
        await("the end of the process", () -> !alive(pid));
        assertThatThrownBy(() -> ask("a")).isInstanceOf(IOException.class).hasMessageContaining("stopped");
    }

    @Test
    void processesDoNotOutliveAParentThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanMaker.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long child;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8))) {
            child = Long.parseLong(lines.readLine());
            assertThat(alive(child)).isTrue();
        } finally {
            parent.toHandle().destroyForcibly();
            assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        await("the end of the child", () -> !alive(child));
    }
}
