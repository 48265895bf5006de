package io.nextcart.local.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.nextcart.local.fuzz.FuzzTarget.Door;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gives each parser what fuzzing found before, and some damaged inputs; {@code FuzzIT} gives it a million. */
class FuzzTest {
    /** What fuzzing found: a folder for each target, a file for each input. */
    static final Path FOUND = Path.of("src/test/resources/fuzz");

    private static final long SEED = Long.getLong("nextcart.seed", 42);
    private static final int INPUTS = 150;
    /** A field, since a collected logger would forget that tests silenced it. */
    private static final Logger LOGGER = Logger.getLogger("io.nextcart");

    @BeforeAll
    static void silence() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOGGER.setLevel(null);
    }

    static List<byte[]> found(FuzzTarget target) throws IOException {
        Path folder = FOUND.resolve(target.wireName());
        List<byte[]> inputs = new ArrayList<>();
        if (Files.exists(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void noInputIsMoreThanRefused(FuzzTarget target) throws IOException {
        Door door = target.open();
        List<byte[]> inputs = new ArrayList<>(target.seeds());
        inputs.addAll(found(target));
        for (byte[] input : inputs) {
            requireTaken(target, door, input);
        }
        Mutations mutations = new Mutations(SEED, inputs);
        for (int i = 0; i < INPUTS; i++) {
            requireTaken(target, door, mutations.next());
        }
    }

    private static void requireTaken(FuzzTarget target, Door door, byte[] input) {
        assertThatCode(() -> door.take(input))
                .as(
                        "seed %d, %s, in base64: %s",
                        SEED, target, Base64.getEncoder().encodeToString(input))
                .doesNotThrowAnyException();
    }
}
