package io.nextcart.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares lines with a file in src/test/resources; {@code -Dnextcart.golden=write} writes the file instead. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/io/nextcart/infra");

    private Golden() {}

    static void holds(String name, List<String> lines) throws IOException {
        Path file = FOLDER.resolve(name);
        if ("write".equals(System.getProperty("nextcart.golden"))) {
            Files.createDirectories(FOLDER);
            Files.write(file, lines);
        }
        assertThat(lines)
                .as("%s; after a change that is meant: -Dnextcart.golden=write, and read the difference", file)
                .isEqualTo(Files.readAllLines(file));
    }
}
