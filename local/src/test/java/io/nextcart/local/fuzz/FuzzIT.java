package io.nextcart.local.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer on each parser, guided by coverage, in a JVM of its own with a small heap: no input may end in an exception, take 10 s or
 * exhaust the memory. {@code -Dnextcart.fuzz.inputs} says how many inputs, {@code -Dnextcart.fuzz.target} for which parser alone.
 */
@Tag("long")
class FuzzIT {
    private static final long INPUTS = Long.getLong("nextcart.fuzz.inputs", 1_000_000);
    private static final int LONGEST_INPUT_BYTES = 8_192;
    private static final int SECONDS = 10;
    private static final int LAST_LINES = 60;

    /** Libraries whose branches guide the search too: they parse before our code does. */
    private static final String GUIDES =
            "io.nextcart.**:com.fasterxml.jackson.core.**:com.fasterxml.jackson.jr.**:de.siegmar.fastcsv.**";

    /** These slow down every use of a pattern, and no pattern here is made from input. */
    private static final String WITHOUT = "com.code_intelligence.jazzer.sanitizers.RegexInjection"
            + ":com.code_intelligence.jazzer.sanitizers.RegexRoadblocks";

    /** Reports a connection to another host, which no parser may open; the test of HTTP itself calls the gateway. */
    private static final String CONNECTIONS = ":com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery";

    @ParameterizedTest
    @EnumSource
    void noInputOfManyIsMoreThanRefused(FuzzTarget target, @TempDir Path folder)
            throws IOException, InterruptedException {
        String only = System.getProperty("nextcart.fuzz.target");
        assumeTrue(only == null || List.of(only.split(",")).contains(target.wireName()), "another target is asked for");
        Path log = folder.resolve("log");
        Process jazzer = new ProcessBuilder(command(target, folder))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status;
        try {
            status = jazzer.waitFor();
        } finally {
            jazzer.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        String last =
                lines.stream().skip(Math.max(0, lines.size() - LAST_LINES)).collect(Collectors.joining("\n"));
        assertThat(status).as("%s: %s%n%s", target, findings(folder), last).isZero();
        assertThat(last).contains("Done " + INPUTS + " runs");
        lines.stream()
                .filter(line -> line.startsWith("Done "))
                .forEach(line -> System.out.println(target.wireName() + ": " + line));
    }

    private static List<String> command(FuzzTarget target, Path folder) throws IOException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        List<byte[]> inputs = new ArrayList<>(target.seeds());
        inputs.addAll(FuzzTest.found(target));
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), inputs.get(i));
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // the second compiler takes more time than it saves on instrumented code
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=" + GUIDES,
                "--disabled_hooks=" + WITHOUT + (target == FuzzTarget.HTTP ? CONNECTIONS : ""),
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/found-",
                "-runs=" + INPUTS,
                "-seed=" + Long.getLong("nextcart.seed", 42),
                "-max_len=" + LONGEST_INPUT_BYTES,
                "-timeout=" + SECONDS,
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                corpus.toString());
    }

    /** What was found, to be kept as a file of {@code resources/fuzz}. */
    private static List<String> findings(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("found-"))
                    .map(FuzzIT::described)
                    .toList();
        }
    }

    private static String described(Path file) {
        try {
            return file.getFileName() + " in base64: " + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
