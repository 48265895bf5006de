package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutFileTest {
    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void real() throws IOException {
        folder = temporary.toRealPath();
    }

    @Test
    void whatIsNoRegularFileIsRefusedByItsKind() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path toPipe = Files.createSymbolicLink(folder.resolve("to-pipe"), pipe);
        Path toFolder =
                Files.createSymbolicLink(folder.resolve("to-folder"), Files.createDirectory(folder.resolve("f")));

        for (Path odd : List.of(pipe, toPipe, folder.resolve("none/../pipe"), Path.of("/dev/null"))) {
            assertRefused(odd, "--out " + odd + ": is a pipe or a device, expected a file");
            assertThatThrownBy(() -> new WholeFile(odd)).isInstanceOf(BadInputException.class);
        }
        for (Path odd : List.of(folder, toFolder, Path.of("."), Path.of(""))) {
            assertRefused(odd, "--out " + odd + ": is a directory, expected the name of a file");
        }
        assertRefused(folder.resolve("none/.."), "expected the name of a file");
        assertThat(Files.readAttributes(pipe, "isOther")).containsEntry("isOther", true);
    }

    @Test
    void whatIsThereIsReplacedOnlyByForce() throws IOException {
        Path there = Files.writeString(folder.resolve("there"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link"), there);

        for (Path name : List.of(there, link, folder.resolve("none/../there"))) {
            assertThatThrownBy(() -> OutFile.require("--out", name).orReplace(false))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("--out " + name + ": is there already, --force replaces it");
        }
        OutFile.require("--out", there).orReplace(true);
        OutFile.require("--out", folder.resolve("new")).orReplace(false);
    }

    @Test
    void aLinkStaysAndItsTargetIsWritten() throws IOException {
        Path there =
                Files.writeString(Files.createDirectory(folder.resolve("else")).resolve("real.txt"), "keep");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("else/real.txt"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link);
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("else/new.txt"));

        write(second, "written");
        write(dangling, "new");

        assertThat(List.of(link, second, dangling)).allMatch(Files::isSymbolicLink);
        assertThat(there).hasContent("written");
        assertThat(folder.resolve("else/new.txt")).hasContent("new");
        assertThat(folder.resolve("else").toFile().list()).containsExactlyInAnyOrder("real.txt", "new.txt");
    }

    @Test
    void aLinkThatLeadsNowhereIsRefused() throws IOException {
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Path lost = Files.createSymbolicLink(folder.resolve("lost"), Path.of("no/folder/file"));

        assertRefused(loop, "is a link that leads nowhere");
        assertThatThrownBy(() -> OutFile.require("--out", lost).isInFolder())
                .hasMessage("--out " + lost + ": expected the name of a file in an existing folder");
    }

    @Test
    void aReplacedFileKeepsWhoMayReadIt() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "before");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));

        write(secret, "after");

        assertThat(secret).hasContent("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatCameMeanwhileIsNotReplaced() throws IOException {
        Path out = folder.resolve("out");
        try (WholeFile file = new WholeFile(out)) {
            file.stream().write('x');
            Files.writeString(out, "of another");
            assertThatThrownBy(file::commit).isInstanceOf(IOException.class).hasMessageContaining("is not replaced");
        }
        assertThat(out).hasContent("of another");
        assertThat(folder.toFile().list()).containsExactly("out");
    }

    @Test
    void aFileThatEndsInPartialIsLeftAlone() throws IOException {
        Path own = Files.writeString(folder.resolve("log.csv.partial"), "of a person");
        write(folder.resolve("log.csv"), "rows");
        assertThat(own).hasContent("of a person");
    }

    @Test
    void anInputIsKnownByEveryName() throws IOException {
        Path input = Files.writeString(folder.resolve("input"), "rows");
        Path hard = Files.createLink(folder.resolve("hard"), input);
        Path link = Files.createSymbolicLink(folder.resolve("link"), input);

        for (Path name : List.of(input, hard, link, folder.resolve("none/../input"))) {
            assertThatThrownBy(() -> OutFile.require("--out", name).isNoneOf("--in", List.of(input)))
                    .hasMessage("--out " + name + " is the file of --in " + input
                            + ", which would be lost; expected another file");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "models/current.json, store",
        "models/v9/ranker.cbm, store",
        "models/new/deep/file, store",
        "runs/r.json, store",
        "trials/v2.json, store",
        "events/dt=2026-01-01/x.ndjson.gz, store",
        "out.parquet, store",
        ".lock, store",
    })
    void nothingIsWrittenIntoAStoreByWhateverName(String name, String what) throws IOException {
        Path store = folder.resolve("store");
        Files.createDirectories(store.resolve("models/v1"));
        Files.writeString(store.resolve("models/v1/manifest.json"), "{}");
        Path link = Files.createSymbolicLink(folder.resolve("link"), store);
        Path toFile = Files.createSymbolicLink(folder.resolve("to-file"), store.resolve(name));

        for (Path out : List.of(
                store.resolve(name),
                link.resolve(name),
                toFile,
                folder.resolve("none/../store").resolve(name))) {
            assertRefused(out, "--out " + out + ": lies in the " + what + " " + store + ", expected another place");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/current.json", ".lock"})
    void aStoreIsKnownByItsPointerOrItsLock(String file) throws IOException {
        Files.createDirectories(folder.resolve("runs"));
        Path made = folder.resolve(file);
        Files.createDirectories(made.getParent());
        Files.createFile(made);
        assertRefused(folder.resolve("runs/report.html"), "lies in the store " + folder);
    }

    @Test
    void theEventsOfArchiveAndServerAreNotWritten() throws IOException {
        Files.createDirectories(folder.resolve("events/dt=2026-01-01"));
        Files.createFile(folder.resolve("events.mv"));

        assertRefused(folder.resolve("events/dt=2026-01-01/new.ndjson.gz"), "lies in the archive " + folder);
        assertRefused(folder.resolve("items/any"), "lies in the archive " + folder);
        assertRefused(folder.resolve("events.mv"), "lies among the events of the server in " + folder);
        assertRefused(folder.resolve("bundles/v1/x"), "lies among the events of the server in " + folder);
        assertThatCode(() -> OutFile.require("--out", folder.resolve("recs.parquet")))
                .doesNotThrowAnyException();
    }

    @Test
    void aFolderOfThatNameIsNoStore() throws IOException {
        Files.createDirectories(folder.resolve("models"));
        Files.createDirectories(folder.resolve("events"));
        OutFile.require("--out", folder.resolve("models/mine.csv"));
        OutFile.require("--out", folder.resolve("events/mine.csv"));
        OutFile.requireFolder("--store", folder.resolve("models/mine"));
    }

    @Test
    void aStoreIsNotMadeAmongTheObjectsOfAnother() throws IOException {
        Files.createDirectories(folder.resolve("models/v1"));
        Files.createFile(folder.resolve("models/v1/manifest.json"));
        OutFile.requireFolder("--store", folder);
        OutFile.requireFolder("--store", folder.resolve("another"));
        assertThatThrownBy(() -> OutFile.requireFolder("--store", folder.resolve("models")))
                .hasMessage("--store " + folder.resolve("models") + ": lies in the store " + folder
                        + ", expected another place");
    }

    private static void write(Path out, String text) throws IOException {
        try (WholeFile file = new WholeFile(out)) {
            file.stream().write(text.getBytes(StandardCharsets.UTF_8));
            file.commit();
        }
    }

    private static void assertRefused(Path out, String words) {
        assertThatThrownBy(() -> OutFile.require("--out", out))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(words);
    }
}
