package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The contract of every package deployed as a Lambda: small, and without anything unused. */
public abstract class PackageContract {
    private final Path jar;
    private final long maxBytes;
    private final Class<?> handler;

    /**
     * A package.
     *
     * @param jar relative to the module's folder
     * @param maxBytes its largest size
     * @param handler the class that Lambda starts
     */
    protected PackageContract(String jar, long maxBytes, Class<?> handler) {
        this.jar = Path.of(jar);
        this.maxBytes = maxBytes;
        this.handler = handler;
    }

    protected Path jar() {
        return jar;
    }

    /** The native libraries that it must contain, and no others. */
    protected List<String> nativeLibraries() {
        return List.of();
    }

    /**
     * A pattern of "class -> class that it names but the package may lack": annotations, and CSV, which no Lambda reads.
     */
    protected String mayLack() {
        return "\\S+ +-> (org\\.jspecify\\.annotations\\.|de\\.siegmar\\.fastcsv\\.)\\S+ .*";
    }

    private List<JarEntry> entries() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return new ArrayList<>(file.stream().toList());
        }
    }

    private List<String> names() throws IOException {
        return entries().stream().map(JarEntry::getName).toList();
    }

    @Test
    void itIsSmall() throws Exception {
        assertThat(Files.size(jar)).isLessThanOrEqualTo(maxBytes);
    }

    @Test
    void itHoldsItsHandler() throws Exception {
        assertThat(names()).contains(handler.getName().replace('.', '/') + ".class");
    }

    @Test
    void itHoldsEveryClassThatOursName() {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, "-q", "--missing-deps", jar.toString());
        assertThat(said.toString()).doesNotContain("Error:");
        assertThat(said.toString().lines())
                .filteredOn(line -> line.matches(" *io\\.nextcart\\..* -> .*"))
                .allMatch(line -> line.matches(" *(" + mayLack() + ")"));
    }

    @Test
    void theSmallestHttpClientOfTheSdkIsEnough() throws Exception {
        assertThat(names())
                .noneMatch(name -> name.startsWith("io/netty/")
                        || name.startsWith("org/apache/")
                        || name.startsWith("software/amazon/awssdk/http/apache")
                        || name.startsWith("software/amazon/awssdk/http/nio/")
                        || name.startsWith("software/amazon/awssdk/crt/")
                        || name.startsWith("com/fasterxml/jackson/databind/"));
    }

    @Test
    void nativeLibrariesAreThoseOfLambda() throws Exception {
        assertThat(names())
                .filteredOn(name -> name.matches(".*\\.(so|dll|dylib|jnilib)"))
                .containsExactlyInAnyOrderElementsOf(nativeLibraries());
    }

    @Test
    void nothingOfTheJarsThatWereMergedSpeaksForTheWhole() throws Exception {
        assertThat(names())
                .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"))
                .doesNotContain("module-info.class")
                .noneMatch(name -> name.startsWith("META-INF/versions/"))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyBuildGivesOurClassesTheSameTime() throws Exception {
        assertThat(entries())
                .filteredOn(entry -> entry.getName().startsWith("io/nextcart/"))
                .extracting(JarEntry::getTimeLocal)
                .containsOnly(LocalDateTime.of(2026, 1, 1, 0, 0));
    }
}
