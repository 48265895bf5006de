package io.nextcart.local.cli;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.training.sql.SqlEngineException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns an exception into one line for people, and an exit code. */
final class Faults {
    private static final Map<Class<?>, String> REASONS = Map.of(
            NoSuchFileException.class, "no such file or folder",
            AccessDeniedException.class, "permission denied",
            FileAlreadyExistsException.class, "exists already, and is not a folder",
            NotDirectoryException.class, "is not a folder",
            DirectoryNotEmptyException.class, "is not empty");

    private Faults() {}

    static int onExecution(Exception e, CommandLine command, ParseResult unused) {
        PrintWriter err = command.getErr();
        if (e instanceof IOException io) {
            err.println(line(describe(io)));
        } else if (e instanceof UncheckedIOException io && isBare(io)) {
            err.println(line(describe(requireNonNull(io.getCause(), "it wraps one"))));
        } else if (e instanceof BadInputException
                || e instanceof UncheckedIOException
                || e instanceof SqlEngineException) {
            err.println(line(e.getMessage()));
        } else if (e instanceof InterruptedException) {
            err.println(line("interrupted"));
        } else {
            err.println(line("this is a bug; please report it with the following"));
            e.printStackTrace(err);
        }
        return e instanceof BadInputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }

    /** Whether an exception says no more than its cause. */
    private static boolean isBare(UncheckedIOException e) {
        return String.valueOf(e.getCause()).equals(e.getMessage());
    }

    static int onParameters(ParameterException e, String[] unused) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(line(e.getMessage()) + "; see " + name + " --help");
        return ExitCode.BAD_INPUT;
    }

    /** The message of a file operation is often only the file's name. */
    static String describe(IOException e) {
        String name = e.getClass().getSimpleName();
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + REASONS.getOrDefault(e.getClass(), name);
        }
        String message = e.getMessage();
        return message == null ? name : message;
    }

    private static String line(@Nullable String message) {
        return "nextcart: " + String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
