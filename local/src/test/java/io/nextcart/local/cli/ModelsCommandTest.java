package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsCommandTest extends ModelsContract {
    @TempDir
    private Path folder;

    @Override
    ObjectStore emptyStore() {
        return new FolderObjectStore(folder.resolve("store"));
    }

    @Override
    String place() {
        return folder.resolve("store").toString();
    }

    @Test
    void damageIsListedWithTheRoleOfTheModelAndIsNoFailure() throws IOException {
        try (var versions = Files.list(folder.resolve("store/models"))) {
            for (Path version : versions.filter(Files::isDirectory).toList()) {
                Files.delete(version.resolve("ranker.cbm"));
            }
        }
        Cli.Result result = models();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("  champion, but lacks the file ranker.cbm", "  previous, but lacks");
        assertRefusedToServe(models("rollback"));
    }

    private static void assertRefusedToServe(Cli.Result result) {
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err().lines()).singleElement().asString().contains("lacks the file ranker.cbm");
    }

    @Test
    void aStoreWithoutModelsSaysSo() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Cli.Result result = Cli.run("models", "--store", empty);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("No models in " + empty + System.lineSeparator());
    }

    @Test
    void aStoreThatIsNoneIsBadInput() {
        assertRefused(Cli.run("models", "--store", folder.resolve("typo")), "no such folder");
        assertRefused(Cli.run("models", "--store", "s3:/x"), "not an S3 place");
        assertRefused(Cli.run("models"), "--store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models --help", "models show --help", "models diff --help", "models rollback --help"})
    void everyPartExplainsItself(String line) {
        Cli.Result result = Cli.run((Object[]) line.split(" "));

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Usage: nextcart models", "--store", "--json");
    }
}
