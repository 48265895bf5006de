package io.nextcart.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No build compiles the benchmarks: they are run from their sources. */
class BenchmarksTest {
    private static final Path BENCH = Path.of("../bench");
    /** Needs MLlib, which only its own command fetches. */
    private static final Path WITH_SPARK = Path.of("Factors.java");

    @TempDir
    private Path classes;

    @Test
    void theyCompileAgainstTheCodeOfToday() throws IOException {
        List<Path> sources;
        try (Stream<Path> tree = Files.walk(BENCH)) {
            sources = tree.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith(WITH_SPARK))
                    .toList();
        }
        assertThat(sources).hasSizeGreaterThan(8);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
            boolean compiled = compiler.getTask(
                            errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();

            assertThat(compiled).as(errors.toString()).isTrue();
        }
    }
}
