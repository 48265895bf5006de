package io.nextcart.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.Await;
import io.nextcart.local.gateway.FunctionTimeoutException;
import io.nextcart.local.gateway.LocalContext;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees of functions on one machine, tested with AWS's runtime interface client in real processes. */
class FunctionPoolIT {
    private static final int LONG_MS = 60_000;
    private static final Queue<String> OUTPUT = new ConcurrentLinkedQueue<>();

    @TempDir
    private static Path folder;

    /** With at most two processes, which other tests may have replaced. */
    private static FunctionPool pool;

    static FunctionSpec trial(Path folder, int maxInstances, Map<String, String> environment) throws Exception {
        Path classes = Path.of(TrialHandler.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new FunctionSpec(
                "trial",
                TrialHandler.class.getName(),
                classes,
                List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                environment,
                folder,
                maxInstances);
    }

    @BeforeAll
    static void start() throws Exception {
        pool = FunctionPool.start(trial(folder.resolve("shared"), 2, Map.of()), OUTPUT::add);
        pool.awaitReady();
    }

    @AfterAll
    static void stop() {
        pool.close();
    }

    private static String ask(String what) throws IOException {
        return ask(what, LONG_MS);
    }

    private static String ask(String what, long withinMs) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pool.handleRequest(new ByteArrayInputStream(what.getBytes(UTF_8)), out, LocalContext.within(withinMs));
        return out.toString(UTF_8);
    }

    /** The process that answers now. */
    private static long answering() throws IOException {
        return Long.parseLong(ask("a").split(" ", 2)[0]);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Test
    void requestsAreAnsweredInAnotherProcessAndItsOutputIsMarked() throws Exception {
        long pid = answering();
        String long1 = "x".repeat(3_000_000);
        assertThat(pool.processes()).contains(pid);
        assertThat(ask("hello ü")).isEqualTo(pid + " hello ü");
        assertThat(ask(long1)).endsWith(" " + long1);
        assertThat(ask("")).endsWith(" ");
        Await.until(
                () -> OUTPUT.stream().anyMatch(line -> line.matches("\\[trial-\\d+] asked 7")),
                "the output of the process is marked");
    }

    @Test
    void failedRequestIsTheCallersAndTheProcessLivesOn() throws Exception {
        long pid = answering();
        assertThatThrownBy(() -> ask("throw"))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("(?s)function trial-\\d+ failed.*as it was asked.*");
        assertThat(ask("a")).isEqualTo(pid + " a");
    }

    @Test
    void processThatDiesFailsItsRequestOnlyAndIsReplaced() throws Exception {
        assertThatThrownBy(() -> ask("exit")).isInstanceOf(IOException.class).hasMessageContaining("ended with code 3");
        assertThat(ask("a")).endsWith(" a");
    }

    @Test
    void idleProcessThatIsKilledIsReplaced() throws Exception {
        long first = answering();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Await.until(() -> !pool.processes().contains(first), "the process has ended");
        assertThat(answering()).isNotEqualTo(first);
    }

    @Test
    void hungRequestIsEndedInTimeAndSoIsItsProcess() throws Exception {
        long first = answering();
        assertThatThrownBy(() -> ask("hang", 700))
                .isInstanceOf(FunctionTimeoutException.class)
                .hasMessageContaining("did not answer in time");
        Await.until(() -> !alive(first), "the process has ended");
        assertThat(ask("a")).endsWith(" a");
    }

    @Test
    void moreProcessesAreStartedWhenAllAreBusyUpToTheMost() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            Set<String> processes = new HashSet<>();
            Callable<String> call = () -> ask("sleep 300").split(" ", 2)[0];
            for (Future<String> answer : callers.invokeAll(List.of(call, call, call, call))) {
                processes.add(answer.get());
            }
            assertThat(processes).hasSize(2);
            assertThat(pool.processes()).hasSize(2);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void functionThatCannotStartSaysWhy() throws Exception {
        Map<String, String> fault = Map.of("TRIAL_FAULT", "table");
        try (FunctionPool broken = FunctionPool.start(trial(folder.resolve("broken"), 1, fault), OUTPUT::add)) {
            assertThatThrownBy(broken::awaitReady)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot start")
                    .hasMessageContaining("no table");
        }
    }

    @Test
    void closingEndsTheProcesses() throws Exception {
        FunctionPool closing = FunctionPool.start(trial(folder.resolve("closing"), 1, Map.of()), OUTPUT::add);
        closing.awaitReady();
        long pid = closing.processes().get(0);
        closing.close();
        Await.until(() -> !alive(pid), "the process has ended");
        assertThatThrownBy(() -> closing.handleRequest(
                        new ByteArrayInputStream(new byte[0]),
                        new ByteArrayOutputStream(),
                        LocalContext.within(LONG_MS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stopped");
    }

    @Test
    void processesDoNotOutliveAParentThatIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanMaker.class.getName(),
                        folder.resolve("orphan").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long child;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8))) {
            child = Long.parseLong(lines.readLine());
            assertThat(alive(child)).isTrue();
        } finally {
            parent.toHandle().destroyForcibly();
            parent.waitFor();
        }
        Await.until(() -> !alive(child), "the child has ended");
    }
}
