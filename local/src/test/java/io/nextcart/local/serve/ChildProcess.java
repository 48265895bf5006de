package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM of its own, which a test may kill. */
final class ChildProcess implements Closeable {
    private static final Pattern GREETING = Pattern.compile("Serving on (https?://\\S+), events in .*\n");
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final Path output;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a shop on any free port, with its archive in its store; returns at once.
     *
     * @param store a folder or {@code s3://}
     * @param data a folder
     * @param output a file for what it prints
     * @param environment variables besides this process's
     * @param options more of {@code serve}
     */
    static ChildProcess serve(String store, Path data, Path output, Map<String, String> environment, String... options)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--port", "0", "--store", store, "--data", data.toString()));
        arguments.addAll(List.of(options));
        return start("io.nextcart.local.cli.Nextcart", arguments, environment, output);
    }

    /**
     * Starts a class of this test's class path; returns at once.
     *
     * @param environment variables besides this process's
     * @param output a file for what it prints
     */
    static ChildProcess start(String main, List<String> arguments, Map<String, String> environment, Path output)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-Dnextcart.home=" + Path.of("..").toAbsolutePath().normalize(), // where the packages are
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), output);
    }

    /** The address of a server, once it answers. */
    URI url() throws Exception {
        Await.until(() -> greeting().find() || !process.isAlive(), "the server answers");
        Matcher greeting = greeting();
        assertThat(greeting.find()).as(() -> "it ended: " + said()).isTrue();
        return URI.create(greeting.group(1));
    }

    private Matcher greeting() {
        return GREETING.matcher(said());
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "nothing: " + e;
        }
    }

    /** Lets it live for a while. */
    void live(long ms) throws Exception {
        assertThat(process.waitFor(ms, TimeUnit.MILLISECONDS))
                .as(() -> "it ended by itself: " + said())
                .isFalse();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor()).as(this::said).isEqualTo(KILLED);
    }

    /** Waits until it has done its work. */
    void end() throws Exception {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(this::said).isTrue();
        assertThat(process.exitValue()).as(this::said).isZero();
    }

    /** Ends a server as SIGTERM does: what it took is in its archive. */
    void stop() throws Exception {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(this::said).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
