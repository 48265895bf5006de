import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code serve} in a process of its own, with a heap that is all there from the start. */
final class SoakServer implements AutoCloseable {
    static final String KEY = "soak";
    private static final Pattern GREETING = Pattern.compile("Serving on (http://\\S+),");
    private static final double KB_OF_A_MB = 1024;

    private final Process process;
    private final Path output;

    /**
     * The server at one moment.
     *
     * @param heapMb in use after a full collection
     * @param nativeMb resident memory that is neither heap nor a file
     * @param mappedMb resident memory of files, such as the tables of models
     */
    record Sample(double heapMb, double nativeMb, double mappedMb, long maps, long files, long threads) {}

    private SoakServer(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static SoakServer start(Path work) throws IOException {
        Path output = work.resolve("serve.txt");
        List<String> command = new ArrayList<>(
                List.of(java("java"), "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+UseParallelGC"));
        command.addAll(nextcart("serve", "--port", "0", "--store", work.resolve("store").toString()));
        command.addAll(List.of("--data", work.resolve("data").toString()));
        command.addAll(List.of("--api-key", KEY, "--requests-per-second", "0", "--control-share", "5%"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new SoakServer(process, output);
    }

    static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    /** Arguments of the JVM for a command of ours. */
    static List<String> nextcart(String... words) {
        List<String> command =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "io.nextcart.local.cli.Nextcart"));
        command.addAll(List.of(words));
        return command;
    }

    URI url() throws Exception {
        while (process.isAlive()) {
            Matcher greeting = GREETING.matcher(Files.readString(output));
            if (greeting.find()) {
                return URI.create(greeting.group(1));
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("serve ended: " + Files.readString(output));
    }

    Sample sample() throws Exception {
        String pid = Long.toString(process.pid());
        run("jcmd", pid, "GC.run");
        Map<String, Double> heap = columns(run("jstat", "-gc", pid));
        Path proc = Path.of("/proc", pid);
        Map<String, Long> status = new HashMap<>();
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            String[] words = line.split(":?\\s+");
            if (words.length > 1 && words[1].matches("\\d{1,18}")) {
                status.put(words[0], Long.parseLong(words[1]));
            }
        }
        double inUseKb = heap.get("S0U") + heap.get("S1U") + heap.get("EU") + heap.get("OU");
        double committedKb = heap.get("S0C") + heap.get("S1C") + heap.get("EC") + heap.get("OC");
        return new Sample(
                inUseKb / KB_OF_A_MB,
                (status.get("RssAnon") - committedKb) / KB_OF_A_MB,
                status.get("RssFile") / KB_OF_A_MB,
                lines(proc.resolve("maps")),
                entries(proc.resolve("fd")),
                status.get("Threads"));
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    /** The figures of a table with one row, by the names above them. */
    private static Map<String, Double> columns(String table) {
        String[] lines = table.strip().split("\n");
        String[] names = lines[0].strip().split("\\s+");
        String[] figures = lines[1].strip().split("\\s+");
        Map<String, Double> columns = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            columns.put(names[i], figures[i].equals("-") ? 0 : Double.parseDouble(figures[i]));
        }
        return columns;
    }

    private static String run(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(java(tool)));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /** Ends it in order, with all of the archive written. */
    void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("serve does not end: " + Files.readString(output));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
