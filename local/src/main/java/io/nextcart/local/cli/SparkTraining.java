package io.nextcart.local.cli;

import io.nextcart.data.BadInputException;
import io.nextcart.local.serve.Packages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training whose tables Apache Spark builds, in a JVM of its own: Spark brings libraries that do not go with this
 * program's. It is the jar that is submitted to a cluster, with Spark in the same process.
 */
final class SparkTraining {
    /** Spark 3.5 calls what the JDK refuses from this version on. */
    private static final int FIRST_JAVA_WITHOUT_SPARK = 23;

    private final Path jar;
    private final Path opens;
    private final String sparkJars;

    private SparkTraining(Path module) throws IOException {
        jar = module.resolve("target/nextcart-spark.jar");
        opens = module.resolve("opens.args");
        Path list = module.resolve("target/spark-classpath.txt");
        for (Path file : List.of(jar, opens, list)) {
            if (!Files.isReadable(file)) {
                throw new BadInputException("--engine spark needs " + file
                        + ", which is missing; start this command by ./nextcart in a source tree, which builds it");
            }
        }
        sparkJars = Files.readString(list).strip();
    }

    /**
     * The one of this program's source tree.
     *
     * @throws BadInputException when it is not built, or this Java cannot run Spark
     */
    static SparkTraining installed() throws IOException {
        int java = Runtime.version().feature();
        if (java >= FIRST_JAVA_WITHOUT_SPARK) {
            throw new BadInputException(
                    "--engine spark needs Java 17 or 21, this is Java " + java + "; set JAVA_HOME to one of them");
        }
        return new SparkTraining(Packages.home().orElse(Path.of("")).resolve("training-spark"));
    }

    /**
     * Runs a training to its end and passes its output on.
     *
     * @param settings the variables of a training task
     * @return its exit code, an {@link ExitCode}
     * @throws IOException when the process does not start
     */
    int run(Map<String, String> settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.add("@" + opens);
        command.add("-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m");
        command.add("-XX:+UseParallelGC");
        command.addAll(List.of("-cp", jar + ":" + sparkJars, "io.nextcart.spark.SparkTrainingTask"));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXTCART_"));
        builder.environment().putAll(settings);
        Process process = builder.start();
        Thread onExit = new Thread(process::destroy, "end-training");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            return process.waitFor();
        } finally {
            process.destroy();
            Runtime.getRuntime().removeShutdownHook(onExit);
        }
    }
}
