package io.nextcart.training.stage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.engine.bundle.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Steps of a training, each with its result in a folder of its own. A step is filled under another name, gets a list of its files
 * with length and SHA-256, and is renamed into place: a folder with the step's name is a finished step. When the folder of all
 * steps is kept, a later run finds what is finished and does only the rest; a step whose files are not what its list says is done
 * anew. What a step depends on is the business of whoever names the folder of all steps. Not thread-safe.
 */
public final class Checkpoints {
    /** Raised when results of before can no longer be read. */
    static final int FORMAT = 1;

    private static final String LIST = "step.json";
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;
    private final boolean kept;
    private final Stages stages;

    /**
     * Steps in a folder.
     *
     * @param folder exists
     * @param kept whether a later run may find it; otherwise nothing is listed and measured
     * @param stages hears what was done before
     */
    public Checkpoints(Path folder, boolean kept, Stages stages) {
        this.folder = requireNonNull(folder, "folder is null");
        this.kept = kept;
        this.stages = requireNonNull(stages, "stages is null");
    }

    /** Does a step and leaves its result in an empty folder, which is moved afterwards. */
    public interface Work<T> {
        T fill(Path folder) throws IOException;
    }

    /** Does a step whose result is what it leaves in an empty folder, which is moved afterwards. */
    public interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** Reads a step's result. */
    public interface Reading<T> {
        T read(Path folder) throws IOException;
    }

    /** Whether a later run may find the results. */
    public boolean kept() {
        return kept;
    }

    /**
     * A step whose result is its files.
     *
     * @param name letters, digits and hyphens
     * @return the folder that holds them
     */
    public Path files(String name, Filling work) throws IOException {
        Path step = folder.resolve(name);
        if (!isDoneBefore(step)) {
            fill(name, into -> {
                work.fill(into);
                return step;
            });
        }
        return step;
    }

    /**
     * A step whose result is wanted in memory: handed on by {@code work}, or read from the files of before.
     *
     * @param name letters, digits and hyphens
     */
    public <T> T result(String name, Work<T> work, Reading<T> reading) throws IOException {
        Path step = folder.resolve(name);
        return isDoneBefore(step) ? reading.read(step) : fill(name, work);
    }

    private <T> T fill(String name, Work<T> work) throws IOException {
        Path unfinished = folder.resolve(name + UNFINISHED);
        Folders.delete(unfinished);
        Files.createDirectory(unfinished);
        int before = stages.records().size();
        T result = work.fill(unfinished);
        if (kept) {
            List<StageRecord> took = stages.records();
            write(unfinished, took.subList(before, took.size()));
        }
        Path step = folder.resolve(name);
        Folders.delete(step);
        Files.move(unfinished, step, StandardCopyOption.ATOMIC_MOVE);
        return result;
    }

    private boolean isDoneBefore(Path step) throws IOException {
        if (!kept || !Files.isRegularFile(step.resolve(LIST))) {
            return false;
        }
        try {
            Map<String, Object> list = JSON.std.mapFrom(Files.readAllBytes(step.resolve(LIST)));
            if (!Integer.valueOf(FORMAT).equals(list.get("format"))
                    || !measure(step).equals(list.get("files"))) {
                throw new IOException("its files are not those of its list");
            }
            stages.doneBefore(records(list));
            return true;
        } catch (IOException e) {
            stages.note(step.getFileName() + ": damaged, done anew");
            return false;
        }
    }

    private static void write(Path step, List<StageRecord> took) throws IOException {
        List<Object> records = new ArrayList<>();
        took.forEach(record -> records.add(record.toMap()));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("format", FORMAT);
        list.put("files", measure(step));
        list.put("stages", records);
        Files.write(step.resolve(LIST), JSON.std.asBytes(list));
    }

    private static List<StageRecord> records(Map<String, Object> list) throws IOException {
        List<StageRecord> records = new ArrayList<>();
        if (list.get("stages") instanceof List<?> all) {
            for (Object one : all) {
                records.add(StageRecord.of(one).orElseThrow(() -> new IOException("its list is no list of stages")));
            }
        }
        return records;
    }

    /** Length and SHA-256 of every file but the list, by name, as text. */
    private static Map<String, Object> measure(Path step) throws IOException {
        Map<String, Object> files = new TreeMap<>();
        for (Path file : Folders.entries(step)) {
            String name = file.getFileName().toString();
            if (!name.equals(LIST)) {
                files.put(name, Files.size(file) + " " + Sha256.hex(file));
            }
        }
        return files;
    }
}
