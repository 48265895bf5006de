import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures the CPU time that a fresh JVM of the packaged recommend function takes until it has answered its first request:
 * pinned to one core, started by AWS's runtime interface client, user and system time of all its threads as the kernel counts
 * them. This program is the other side, on another core. README.md beside it tells how to run it.
 */
public final class ColdStart {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String HANDLER = "io.nextcart.functions.recommend.RecommendFunction";

    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 1_000;

    private final Path work;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> command = new ArrayList<>();

    private ColdStart(Path work) {
        this.work = work;
    }

    /** What one start cost, in CPU milliseconds. */
    record Cost(double initMs, double firstMs, double secondMs, double wallMs, double allMs, double heapMb, double warmMs) {
        double totalMs() {
            return initMs + firstMs;
        }
    }

    /**
     * @param args label, rounds, java, class path, store, work folder, JVM options…; a store {@code s3:folder} is a folder
     *     served as a bucket, {@code plain:folder} the same with events and catalogue in DynamoDB, {@code aws:folder} this over TLS; the file of an option {@code
     *     -XX:AOTCache=F} is made first when it is missing
     */
    public static void main(String[] args) throws Exception {
        try {
            measure(args);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1); // the bucket would keep running
        }
        System.exit(0);
    }

    private static void measure(String[] args) throws Exception {
        String label = args[0];
        int rounds = Integer.parseInt(args[1]);
        Path work = Files.createDirectories(Path.of(args[5]));
        ColdStart bench = new ColdStart(work);
        List<String> options = new ArrayList<>(Arrays.asList(args).subList(6, args.length));
        bench.command.addAll(List.of(args[2], "-Djava.io.tmpdir=" + work.resolve("tmp"), "-Xmx512m"));
        bench.command.addAll(options);
        bench.command.addAll(List.of("-cp", args[3], MAIN, HANDLER));
        bench.environment.putAll(
                Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_REGION", "us-east-1"));
        if (args[4].startsWith("s3:")) {
            bench.modelsInS3(Path.of(args[4].substring(3)), null);
        } else if (args[4].startsWith("aws:") || args[4].startsWith("plain:")) {
            Path key = args[4].startsWith("aws:") ? work.resolve("key.p12") : null;
            bench.modelsInS3(Path.of(args[4].substring(args[4].indexOf(':') + 1)), key);
            bench.environment.put(
                    "AWS_ENDPOINT_URL_DYNAMODB", DynamoOfNobody.start(key, Integer.getInteger("catalogue", 0)));
            for (String table : new String[] {"EVENTS", "TOMBSTONES", "CATALOGUE", "RULES"}) {
                bench.environment.put("NEXTCART_" + table + "_TABLE", "nextcart-" + table.toLowerCase(Locale.ROOT));
            }
        } else {
            bench.environment.put("NEXTCART_STORE", args[4]);
        }
        for (String option : options) {
            if (option.startsWith("-XX:AOTCache=") && !Files.exists(Path.of(option.substring(13)))) {
                List<String> train = new ArrayList<>(bench.command);
                train.replaceAll(word -> word.replace("-XX:AOTCache=", "-XX:AOTCacheOutput="));
                bench.run(train, true);
                System.out.println(label + ": the AOT cache has " + Files.size(Path.of(option.substring(13))) + " bytes");
            }
        }
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            costs.add(bench.run(bench.command, false));
        }
        System.out.printf(
                Locale.ROOT,
                "%s: init + first request %.0f CPU-ms (init %.0f, primed first request %.0f, second %.0f; wall until the"
                        + " answer %.0f ms; until idle %.0f CPU-ms, heap then %.1f MB; a warm request %.2f CPU-ms); median of %d%n",
                label,
                median(costs, Comparator.comparingDouble(Cost::totalMs)).totalMs(),
                median(costs, Comparator.comparingDouble(Cost::initMs)).initMs(),
                median(costs, Comparator.comparingDouble(Cost::firstMs)).firstMs(),
                median(costs, Comparator.comparingDouble(Cost::secondMs)).secondMs(),
                median(costs, Comparator.comparingDouble(Cost::wallMs)).wallMs(),
                median(costs, Comparator.comparingDouble(Cost::allMs)).allMs(),
                median(costs, Comparator.comparingDouble(Cost::heapMb)).heapMb(),
                median(costs, Comparator.comparingDouble(Cost::warmMs)).warmMs(),
                rounds);
    }

    private void modelsInS3(Path folder, Path key) throws IOException {
        environment.put("NEXTCART_STORE", "s3://shop");
        environment.put("AWS_ENDPOINT_URL_S3", S3Folder.start(folder, "shop", key));
    }

    private static Cost median(List<Cost> costs, Comparator<Cost> by) {
        return costs.stream().sorted(by).toList().get(costs.size() / 2);
    }

    /** One JVM from its start to its end. A training run ends by itself, so that it writes its cache. */
    private Cost run(List<String> line, boolean training) throws Exception {
        delete(work.resolve("tmp"));
        Files.createDirectories(work.resolve("tmp"));
        Path task = Files.createDirectories(work.resolve("task"));
        try (ServerSocket api = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                EventsOfNobody events = new EventsOfNobody()) {
            List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
            pinned.addAll(line);
            ProcessBuilder builder = new ProcessBuilder(pinned)
                    .directory(task.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("output.txt").toFile());
            builder.environment().putAll(environment);
            if (!environment.containsKey("NEXTCART_EVENTS_TABLE")) {
                builder.environment().put("NEXTCART_EVENTS", "http://127.0.0.1:" + events.port() + "/x");
            }
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getLocalPort());
            builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "nextcart-recommend");
            builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
            builder.environment().put("_HANDLER", HANDLER);
            long began = System.nanoTime();
            Process process = builder.start();
            process.onExit().thenRun(() -> close(api));
            try {
                RuntimeSide side = new RuntimeSide(api, process.pid());
                double init = side.next();
                double first = side.answer(1);
                double wall = (System.nanoTime() - began) / 1e6;
                double second = side.answer(2);
                for (int i = 3; training && i < 40; i++) {
                    side.answer(i);
                }
                double all = side.untilIdle();
                double heap = training ? 0 : heapMb(process.pid());
                return new Cost(init, first, second, wall, all, heap, training ? 0 : warm(side));
            } catch (IOException e) {
                throw new IOException("the function did not answer; it said:\n"
                        + Files.readString(work.resolve("output.txt")), e);
            } finally {
                if (training) {
                    process.destroy();
                    process.waitFor();
                } else {
                    process.destroyForcibly().waitFor();
                }
            }
        }
    }

    /** The median request of a process that has answered many. */
    private static double warm(RuntimeSide side) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            side.answer(i);
        }
        double[] costs = new double[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            costs[i] = side.answer(i);
        }
        Arrays.sort(costs);
        return costs[MEASURED / 2];
    }

    /** What lives in the heap. */
    private double heapMb(long pid) throws Exception {
        Path jcmd = Path.of(command.get(0)).resolveSibling("jcmd");
        say(jcmd.toString(), Long.toString(pid), "GC.run");
        double kb = 0;
        Matcher used = Pattern.compile("generation +total \\d+K, used (\\d+)K")
                .matcher(say(jcmd.toString(), Long.toString(pid), "GC.heap_info"));
        while (used.find()) {
            kb += Double.parseDouble(used.group(1));
        }
        return kb / 1024;
    }

    private static String say(String... line) throws Exception {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + " said: " + said);
        }
        return said;
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // was closed
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
                all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
