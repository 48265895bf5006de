package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import io.nextcart.training.stage.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process and a folder for its temporary files. When it is closed, or this program is told to end, the process is ended with all
 * that it started, and the folder deleted. Once the program ends, the calls do not return: nothing may follow.
 */
final class TaskProcess {
    private static final long SECONDS_TO_END = 30;

    private final Path temporary;
    private final Consumer<String> lines;
    private final Thread whenProgramEnds = new Thread(this::programEnds, "end-task");
    private @Nullable Process process;
    private boolean programEnds;

    /**
     * @param lines takes a line when the folder cannot be deleted
     */
    TaskProcess(Consumer<String> lines) throws IOException {
        this.lines = requireNonNull(lines, "lines is null");
        temporary = Files.createTempDirectory("nextcart-task-");
    }

    /** The folder. */
    Path temporary() {
        return temporary;
    }

    /** Starts it; to be called once. */
    Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        try {
            Runtime.getRuntime().addShutdownHook(whenProgramEnds);
        } catch (IllegalStateException e) {
            delete();
            waitForTheEnd();
        }
        synchronized (this) {
            if (!programEnds) {
                process = builder.start();
                return process;
            }
        }
        waitForTheEnd();
        throw new IllegalStateException("the program has ended");
    }

    /** Ends it, if it has not ended. */
    void close() throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(whenProgramEnds);
        } catch (IllegalStateException e) {
            waitForTheEnd();
        }
        end();
    }

    private void programEnds() {
        synchronized (this) {
            programEnds = true;
        }
        end();
    }

    private static void waitForTheEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private void end() {
        Process begun;
        synchronized (this) {
            begun = process;
        }
        if (begun != null) {
            end(begun);
        }
        delete();
    }

    /** As ECS does: first asked, then made to; and what it started ends with it. */
    private static void end(Process process) {
        List<ProcessHandle> others = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        others.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(others.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, SECONDS_TO_END, TimeUnit.SECONDS)
                .join();
    }

    private void delete() {
        try {
            Folders.delete(temporary);
        } catch (IOException e) {
            lines.accept("temporary files are left in " + temporary + ": " + e.getMessage());
        }
    }
}
