package io.nextcart.training.fit;

import ai.catboost.common.NativeLib;
import io.nextcart.training.stage.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import ru.yandex.catboost.spark.catboost4j_spark.core.src.native_impl.TVector_TString;
import ru.yandex.catboost.spark.catboost4j_spark.core.src.native_impl.native_impl;

/**
 * The process that fits: CatBoost's command line through its native entry point. It is a separate process because
 * CatBoost writes two lines to standard output at any logging level, keeps its memory, records its paths in the model
 * (here relative to the working directory), and would take the whole program down in a crash. It ends when its standard
 * input does, that is, when its parent is gone.
 */
final class FitProcess {
    /** Where the process leaves its usage: processor seconds and peak MiB, separated by a blank. */
    static final String USAGE_FILE = "usage.txt";

    private FitProcess() {}

    /**
     * Checks that CatBoost's trainer supports this platform.
     *
     * @throws IOException naming the platform
     */
    static void requirePlatform() throws IOException {
        String system = System.getProperty("os.name", "");
        String processor = System.getProperty("os.arch", "");
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        if (!intel && !system.startsWith("Mac")) {
            throw new IOException("CatBoost's trainer is not built for " + system + " on " + processor
                    + ", expected Linux or Windows on x86-64, or macOS");
        }
    }

    /** The smallest class path that {@link #main} runs on. */
    static String classPath() {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type : new Class<?>[] {FitProcess.class, native_impl.class, NativeLib.class, Logger.class}) {
            try {
                places.add(Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(type + " was loaded from no file", e);
            }
        }
        return places.stream().collect(Collectors.joining(System.getProperty("path.separator")));
    }

    public static void main(String[] args) throws IOException {
        Thread watch = new Thread(FitProcess::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        int status = native_impl.ModeFitImpl(new TVector_TString(args));
        Usage usage = Usage.ofThisProcess();
        Files.writeString(Path.of(USAGE_FILE), usage.cpuSeconds() + " " + usage.peakRssMb());
        System.exit(status);
    }

    private static void endWithParent() {
        try (InputStream in = System.in) {
            while (in.read() >= 0) {
                // the parent writes nothing; only the end of the stream counts
            }
        } catch (IOException e) {
            System.err.println("the program that started this fit cannot be read from: " + e.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }
}
