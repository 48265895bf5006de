package io.nextcart.local.launcher;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Runs a program as a user who owns nothing, if the tests run as root. */
final class AnotherUser {
    static final List<String> COMMAND = List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private AnotherUser() {}

    /** Skips the test if no other user is available. */
    static void assumePossible() {
        assumeThat(System.getProperty("user.name"))
                .as("only root can be another user")
                .isEqualTo("root");
        assumeThat(Path.of(COMMAND.get(0))).as("setpriv").isExecutable();
    }

    /** Opens a temporary folder, which only its owner can enter. */
    static void letIn(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
