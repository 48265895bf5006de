package io.nextcart.local.cli;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line for a person, and an exit code. */
final class Faults {
    private Faults() {}

    /** A command ended with an exception. */
    static int onExecution(Exception e, CommandLine command, ParseResult unused) {
        PrintWriter err = command.getErr();
        if (e instanceof BadInputException) {
            err.println(line(e.getMessage()));
            return ExitCode.BAD_INPUT;
        }
        if (e instanceof UncheckedIOException unchecked) {
            err.println(line(unchecked.getMessage()));
            return ExitCode.FAILED;
        }
        if (e instanceof IOException io) {
            err.println(line(describe(io)));
            return ExitCode.FAILED;
        }
        if (e instanceof SqlEngineException) {
            err.println(line(e.getMessage()));
            return ExitCode.FAILED;
        }
        if (e instanceof InterruptedException) {
            err.println("nextcart: interrupted");
            return ExitCode.FAILED;
        }
        err.println("nextcart: this is a bug; please report it with what follows");
        e.printStackTrace(err);
        return ExitCode.FAILED;
    }

    /** The arguments make no sense. */
    static int onParameters(ParameterException e, String[] unused) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(line(e.getMessage()) + "; see " + name + " --help");
        return ExitCode.BAD_INPUT;
    }

    /** The message of a file operation, which often is only the file's name. */
    static String describe(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + reason(file);
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "is there already, and is no folder";
        }
        if (e instanceof NotDirectoryException) {
            return "is no folder";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "is not empty";
        }
        return e.getClass().getSimpleName();
    }

    private static String line(@Nullable String message) {
        return "nextcart: " + String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
