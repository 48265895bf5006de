package io.nextcart.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packed distribution, in a read-only folder of its own, without Maven, a home and a locale. */
@EnabledOnOs(OS.LINUX)
class DistributionIT {
    @TempDir
    private static Path temporary;

    private static Path home;
    private Path work;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeAll
    static void unpack() throws Exception {
        List<Path> packed;
        try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
            packed = files.filter(file -> file.getFileName().toString().matches("nextcart-[0-9].*\\.tar"))
                    .toList();
        }
        assumeThat(packed).as("mvn package makes local/target/nextcart-….tar").hasSize(1);
        Path folder = temporary.toRealPath();
        AnotherUser.letIn(folder);
        Path place = Files.createDirectory(folder.resolve("a place"));
        assertThat(new ProcessBuilder("tar", "xf", packed.get(0).toString(), "-C", place.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        try (Stream<Path> unpacked = Files.list(place)) {
            home = unpacked.findFirst().orElseThrow();
        }
        assertThat(new ProcessBuilder("chmod", "-R", "a-w", home.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @BeforeEach
    void makeWorkFolder(TestInfo test) throws IOException {
        String name = test.getTestMethod().orElseThrow().getName();
        work = Files.createDirectory(temporary.toRealPath().resolve("ünï-" + name));
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private Ended run(List<String> before, List<String> variables, Object... args) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of("/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "JAVA_HOME=" + System.getProperty("java.home")));
        command.addAll(variables);
        command.add(home.resolve("nextcart").toString());
        Stream.of(args).map(Object::toString).forEach(command::add);
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void itRunsFromAnyFolderAndReadsNamesInWhateverLocale() throws Exception {
        Ended version = run(List.of(), List.of(), "--version");
        assertThat(version.exitCode()).as(version.err()).isZero();
        assertThat(version.out()).startsWith("nextcart ");
        exportsAreImported(List.of(), "LC_ALL=C");
        exportsAreImported(List.of());
    }

    @Test
    void anotherUserRunsIt() throws Exception {
        AnotherUser.assumePossible();
        exportsAreImported(AnotherUser.COMMAND);
    }

    private void exportsAreImported(List<String> user, String... locale) throws Exception {
        Files.writeString(
                work.resolve("größe.csv"), "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nu1,i1,1650000000,Größe ansehen\n");
        Path out = work.resolve("ö" + locale.length + ".ndjson");
        Ended ended = run(
                user,
                List.of(locale),
                "import",
                "--from",
                "personalize",
                "--in",
                "größe.csv",
                "--out",
                out,
                "--event-type",
                "Größe ansehen=view");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(out).content().contains("\"item_id\":\"i1\"");
    }

    @Test
    void itHoldsWhatAPersonNeeds() throws IOException {
        assertThat(List.of(
                        "README.md",
                        "CHANGELOG.md",
                        "LICENSE",
                        "NOTICE",
                        "licenses",
                        "docs/runbook.md",
                        "functions/openapi.yaml",
                        "lib/functions/events-lambda.jar",
                        "lib/functions/recommend-lambda.jar"))
                .allSatisfy(name -> assertThat(home.resolve(name)).exists());
    }
}
