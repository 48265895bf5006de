package io.nextcart.infra.api;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the build made for Lambda, and the API's document.
 *
 * @param recommend and the others: one jar each
 * @param openApi {@code functions/openapi.yaml}
 */
public record Packages(Path recommend, Path events, Path archive, Path rollout, Path notifier, Path openApi) {
    public Packages {
        requireNonNull(recommend, "recommend is null");
        requireNonNull(events, "events is null");
        requireNonNull(archive, "archive is null");
        requireNonNull(rollout, "rollout is null");
        requireNonNull(notifier, "notifier is null");
        requireNonNull(openApi, "openApi is null");
    }

    /**
     * Those of a checkout.
     *
     * @throws IllegalArgumentException that names what is missing and the command that builds it
     */
    public static Packages in(Path repository) {
        Path functions = repository.resolve("functions");
        Packages packages = new Packages(
                jar(functions, "recommend"),
                jar(functions, "events"),
                jar(functions, "archive"),
                jar(functions, "rollout"),
                jar(functions, "notify"),
                functions.resolve("openapi.yaml"));
        List<String> missing = new ArrayList<>();
        for (Path file : List.of(
                packages.recommend,
                packages.events,
                packages.archive,
                packages.rollout,
                packages.notifier,
                packages.openApi)) {
            if (!Files.isRegularFile(file)) {
                missing.add(file.toString());
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("not built: " + String.join(", ", missing)
                    + "\nrun 'mvn -DskipTests -pl infra-cdk -am package' in " + repository);
        }
        return packages;
    }

    private static Path jar(Path functions, String name) {
        return functions.resolve(name).resolve("target").resolve(name + "-lambda.jar");
    }
}
