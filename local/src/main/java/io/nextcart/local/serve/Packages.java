package io.nextcart.local.serve;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The packaged functions of an installation.
 *
 * @param recommend the jar that is deployed as the recommend Lambda
 * @param events the jar that is deployed as the events Lambda
 */
public record Packages(Path recommend, Path events) {
    /** The system property with the installation's folder, which the launcher sets. */
    private static final String HOME = "nextcart.home";

    public Packages {
        requireNonNull(recommend, "recommend is null");
        requireNonNull(events, "events is null");
    }

    /** Those of the installation that this process was started from; empty when it was not started by the launcher. */
    public static Optional<Packages> installed() {
        return Optional.ofNullable(System.getProperty(HOME)).map(home -> of(Path.of(home)));
    }

    /** Those that a build in a folder leaves. */
    public static Packages of(Path home) {
        Path functions = home.toAbsolutePath().resolve("functions");
        return new Packages(
                functions.resolve("recommend/target/recommend-lambda.jar"),
                functions.resolve("events/target/events-lambda.jar"));
    }

    /**
     * Checks that both are there.
     *
     * @throws NoSuchFileException with how to build them
     */
    void require() throws IOException {
        for (Path jar : List.of(recommend, events)) {
            if (!Files.isReadable(jar)) {
                throw new NoSuchFileException(
                        jar.toString(),
                        null,
                        "the function is not packaged; build with mvn package, or serve without --packaged");
            }
        }
    }
}
