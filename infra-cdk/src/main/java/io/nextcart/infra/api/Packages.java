package io.nextcart.infra.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Lambda packages built in a checkout, and the API's document. */
public record Packages(Path functions) {
    private static final List<String> LAMBDAS = List.of("recommend", "events", "archive", "rollout", "notify");

    /**
     * The packages of a checkout.
     *
     * @throws IllegalArgumentException naming what is missing and the command that builds it
     */
    public static Packages in(Path repository) {
        Packages packages = new Packages(repository.resolve("functions"));
        String missing = Stream.concat(LAMBDAS.stream().map(packages::jar), Stream.of(packages.openApi()))
                .filter(file -> !Files.isRegularFile(file))
                .map(Path::toString)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "not built: " + missing + "\nrun 'mvn -DskipTests -pl infra-cdk -am package' in " + repository);
        }
        return packages;
    }

    /** The jar of a Lambda, by the name of its module below {@code functions}. */
    public Path jar(String name) {
        return functions.resolve(name).resolve("target").resolve(name + "-lambda.jar");
    }

    /** {@code functions/openapi.yaml}. */
    Path openApi() {
        return functions.resolve("openapi.yaml");
    }
}
