package io.nextcart.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher on a copy of itself, in a tree that looks built, with stand-ins for Java and Maven. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherIT {
    private static final List<String> MODULES = List.of(
            "data",
            "engine",
            "store",
            "store/s3",
            "training-fargate",
            "functions/api",
            "functions/store",
            "functions/recommend",
            "functions/events",
            "functions/archive",
            "functions/notify",
            "functions/rollout",
            "local");

    @TempDir
    private Path folder;

    private Path home;
    private Path bin;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void tree() throws IOException {
        home = Files.createDirectories(folder.resolve("a folder/nextcart"));
        bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(Path.of("../nextcart").toAbsolutePath().normalize(), home.resolve("nextcart"));
        executable(home.resolve("nextcart"));
        Files.writeString(home.resolve("pom.xml"), "");
        for (String module : MODULES) {
            Files.createDirectories(home.resolve(module + "/src/main"));
            Files.createDirectories(home.resolve(module + "/target"));
            Files.writeString(home.resolve(module + "/pom.xml"), "");
            Files.writeString(home.resolve(module + "/target/it.jar"), "");
        }
        Files.writeString(home.resolve("functions/openapi.yaml"), "");
        Files.writeString(home.resolve("functions/pom.xml"), "");
        Files.writeString(home.resolve("training-fargate/pipeline.asl.json"), "");
        for (String function : new String[] {"recommend", "events"}) {
            Files.writeString(home.resolve("functions/" + function + "/target/" + function + "-lambda.jar"), "jar");
        }
        java("bin", 17);
        script(bin.resolve("javac"), "exit 0");
    }

    private void built() throws IOException {
        Files.writeString(home.resolve("local/target/classpath.txt"), "lib/some.jar");
        Files.createDirectories(home.resolve("local/target/lib"));
        Files.writeString(home.resolve("local/target/lib/some.jar"), "jar");
        Files.writeString(home.resolve("local/target/launcher.built"), "");
        Files.setLastModifiedTime(
                home.resolve("local/target/launcher.built"),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));
    }

    private void java(String where, int version) throws IOException {
        Files.createDirectories(folder.resolve(where));
        script(
                folder.resolve(where + "/java"),
                "if [ \"$1\" = -XshowSettings:properties ]; then",
                "  echo '    java.specification.version = " + version + "' >&2; exit 0",
                "fi",
                "while [ \"$1\" != io.nextcart.local.cli.Nextcart ]; do shift; done; shift",
                "pwd",
                "for a in \"$@\"; do echo \"[$a]\"; done",
                "exit 42");
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(Path script, Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void argumentsFolderAndExitCodeArePassedOn() throws Exception {
        built();
        Path link = Files.createSymbolicLink(bin.resolve("shop"), Path.of("../a folder/nextcart/nextcart"));
        Ended ended = run(link, Map.of(), "train", "--events", "a b.csv", "", "*");
        assertThat(ended.exitCode()).isEqualTo(42);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out().lines())
                .containsExactly(folder.toRealPath().toString(), "[train]", "[--events]", "[a b.csv]", "[]", "[*]");
    }

    @Test
    void missingPartsAreBuiltOnce() throws Exception {
        script(
                bin.resolve("mvn"),
                "echo ran >>../mvn-runs; pwd >>../mvn-runs; mkdir -p local/target/lib; echo >local/target/lib/a.jar;"
                        + " printf lib/a.jar >local/target/classpath.txt");
        Ended first = run(home.resolve("nextcart"), Map.of(), "x");
        assertThat(first.err()).contains("building").contains("built in");
        assertThat(first.exitCode()).isEqualTo(42);
        assertThat(run(home.resolve("nextcart"), Map.of(), "x").err()).isEmpty();
        assertThat(Files.readAllLines(home.resolveSibling("mvn-runs")))
                .hasSize(2)
                .contains(home.toRealPath().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"engine/src/main/New.java", "functions/openapi.yaml"})
    void aNewerSourceIsBuiltAgain(String name) throws Exception {
        built();
        script(bin.resolve("mvn"), "exit 0");
        Path source = Files.writeString(home.resolve(name), "");
        Files.setLastModifiedTime(
                source, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 120_000));
        assertThat(run(home.resolve("nextcart"), Map.of(), "x").err()).contains("built in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--engine spark", "--engine=spark"})
    void sparkIsBuiltWhenItIsAskedFor(String option) throws Exception {
        built();
        script(
                bin.resolve("mvn"),
                "echo \"$*\" >>../mvn-runs; mkdir -p training-spark/target; echo >training-spark/target/nextcart-spark.jar; echo >training-spark/target/spark-classpath.txt");
        assertThat(run(home.resolve("nextcart"), Map.of(), "train", "--events", "spark", "--engine", "duckdb")
                        .err())
                .isEmpty();
        Files.createDirectories(home.resolve("training-spark/src/main"));
        Files.writeString(home.resolve("training-spark/pom.xml"), "");
        List<String> args = new ArrayList<>(List.of("train"));
        args.addAll(List.of(option.split(" ", -1)));

        for (int time = 0; time < 2; time++) {
            assertThat(run(home.resolve("nextcart"), Map.of(), args.toArray(String[]::new))
                            .exitCode())
                    .isEqualTo(42);
        }

        assertThat(Files.readAllLines(home.resolveSibling("mvn-runs")))
                .singleElement()
                .asString()
                .contains("-pl local,training-spark -am package");
    }

    @Test
    void aMissingJarIsBuiltAgain() throws Exception {
        built();
        Path jar = home.resolve("local/target/lib/some.jar");
        Files.delete(jar);
        script(bin.resolve("mvn"), "echo >local/target/lib/some.jar");
        assertThat(run(home.resolve("nextcart"), Map.of(), "x").err()).contains("built in");
        script(bin.resolve("mvn"), "exit 0");
        Files.delete(jar);
        Ended ended = run(home.resolve("nextcart"), Map.of(), "x");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("nextcart: " + home.toRealPath().resolve("local/target/lib/some.jar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL", "LC_CTYPE", "LANG"})
    void javaReadsNamesAsUtf8InWhateverLocale(String variable) throws Exception {
        built();
        script(
                bin.resolve("java"),
                "if [ \"$1\" = -XshowSettings:properties ]; then",
                "  echo '    java.specification.version = 17' >&2; exit 0",
                "fi",
                "locale charmap; for a in \"$@\"; do case $a in -D*encoding=*) echo \"$a\";; esac; done");
        for (String locale : List.of("C", "POSIX", "C.UTF-8", "de_XX.UTF-8")) {
            Ended ended = run(home.resolve("nextcart"), Map.of(variable, locale), "x");
            assertThat(ended.out().lines())
                    .as(locale)
                    .containsExactly("UTF-8", "-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8");
        }
    }

    @Test
    void anotherUserIsAskedToLetTheOwnerBuild() throws Exception {
        AnotherUser.assumePossible();
        AnotherUser.letIn(folder);
        built();
        List<String> options = new ArrayList<>(AnotherUser.COMMAND.subList(1, AnotherUser.COMMAND.size()));
        options.addAll(List.of(home.resolve("nextcart").toString(), "x"));
        Path program = Path.of(AnotherUser.COMMAND.get(0));
        assertThat(run(program, Map.of(), options.toArray(String[]::new)).exitCode())
                .isEqualTo(42);

        Files.delete(home.resolve("local/target/launcher.built"));
        Ended ended = run(program, Map.of(), options.toArray(String[]::new));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .startsWith("nextcart: " + home.toRealPath() + " is not built")
                .contains("build it as its owner");
    }

    @Test
    void aFailedBuildShowsMavensOutput() throws Exception {
        script(bin.resolve("mvn"), "echo '[ERROR] no such symbol'; exit 1");
        Ended ended = run(home.resolve("nextcart"), Map.of(), "x");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("[ERROR] no such symbol", "nextcart: the build failed");
        assertThat(run(home.resolve("nextcart"), Map.of(), "x").err()).contains("the build failed");
    }

    @Test
    void oldJavaIsNamed() throws Exception {
        built();
        java("bin", 11);
        Ended ended = run(home.resolve("nextcart"), Map.of(), "x");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains("no Java 17 or later", bin.resolve("java") + " is version 11");
    }

    @Test
    void javaHomeComesFirstUnlessItIsTooOld() throws Exception {
        built();
        java("old/bin", 8);
        String old = folder.resolve("old").toString();
        assertThat(run(home.resolve("nextcart"), Map.of("JAVA_HOME", old), "x").exitCode())
                .isEqualTo(42);
        java("new/bin", 25);
        java("bin", 11);
        String latest = folder.resolve("new").toString();
        assertThat(run(home.resolve("nextcart"), Map.of("JAVA_HOME", latest), "x")
                        .exitCode())
                .isEqualTo(42);
    }

    @Test
    void aRuntimeWithoutCompilerCannotBuild() throws Exception {
        Files.delete(bin.resolve("javac"));
        script(bin.resolve("mvn"), "exit 0");
        Ended ended = run(home.resolve("nextcart"), Map.of(), "x");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("has no compiler", "JDK");
    }
}
