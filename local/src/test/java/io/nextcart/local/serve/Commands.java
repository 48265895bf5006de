package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs third-party programs, where installed. */
final class Commands {
    private Commands() {}

    /** The output of a command, which must succeed; skips the test if the command does not exist. */
    static String run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        Result result = result(folder, environment, command);
        assertThat(result.code()).as(command + ": " + result.said()).isZero();
        return result.said();
    }

    /** Installs something; skips the test if that fails, as without a network. */
    static void install(Path folder, List<String> command) throws Exception {
        Result result = result(folder, Map.of(), command);
        Assumptions.assumeTrue(result.code() == 0, () -> command + " failed: " + result.said());
    }

    private record Result(int code, String said) {}

    private static Result result(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        String program = command.get(0);
        boolean there = program.contains("/")
                || Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        Assumptions.assumeTrue(there, () -> program + " is not installed");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), said);
    }
}
