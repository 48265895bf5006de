package io.nextcart.local;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Maven compares what it downloads with the tree's checksums from 3.9 on; this does so for older ones, and finds what was not recorded. */
class PinnedJarsTest {
    private static final Path CHECKSUMS = Path.of("../.mvn/checksums/checksums.sha256");

    @Test
    void everyJarIsTheOneThatTheTreeKeepsTheChecksumOf() throws IOException {
        Map<String, String> pinned;
        try (Stream<String> lines = Files.lines(CHECKSUMS)) {
            pinned = lines.filter(line -> line.endsWith(".jar"))
                    .collect(toMap(
                            line -> line.substring(line.lastIndexOf('/') + 1),
                            line -> line.substring(0, line.indexOf(' ')),
                            (one, other) -> one + " or " + other));
        }
        Map<String, String> found = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (name.endsWith(".jar") && !name.startsWith("nextcart-")) {
                found.put(name, Sha256.hex(jar));
                expected.put(name, pinned.getOrDefault(name, "not recorded: CONTRIBUTING.md says how"));
            }
        }

        assertThat(found).hasSizeGreaterThan(100).isEqualTo(expected);
    }
}
