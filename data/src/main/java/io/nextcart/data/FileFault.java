package io.nextcart.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/** Says for people why a file operation failed. */
public final class FileFault {
    private static final Map<Class<?>, String> REASONS = Map.of(
            NoSuchFileException.class, "no such file or folder",
            AccessDeniedException.class, "permission denied",
            FileAlreadyExistsException.class, "exists already, and is not a folder",
            NotDirectoryException.class, "is not a folder",
            DirectoryNotEmptyException.class, "is not empty");

    private FileFault() {}

    /** The reason, with the file that it concerns: the exception's own message is often only the file's name. */
    public static String describe(IOException e) {
        String name = e.getClass().getSimpleName();
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + REASONS.getOrDefault(e.getClass(), name);
        }
        String message = e.getMessage();
        return message == null ? name : message;
    }
}
