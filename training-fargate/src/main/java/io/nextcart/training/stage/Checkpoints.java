package io.nextcart.training.stage;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a training, each with its result in a folder of its own. A step is filled under another name, gets a list of its files
 * with length and SHA-256 ({@link StepList}), and is renamed into place: a folder with the step's name is a finished step. When the
 * folder of all steps is kept, a later run finds what is finished, there or in a {@link StepStore}, and does only the rest; a step
 * whose files are not what its list says is done anew. What a step depends on is the business of whoever names the folder of all steps. Not thread-safe.
 */
public final class Checkpoints {
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;
    private final boolean kept;
    private final @Nullable StepStore elsewhere;
    private final Stages stages;
    private String basis = "";

    /**
     * Steps in a folder.
     *
     * @param folder exists
     * @param kept whether a later run may find it; otherwise nothing is listed and measured
     * @param elsewhere keeps the results too, and has those of a run that had another folder; or null
     * @param stages hears what was done before
     */
    public Checkpoints(Path folder, boolean kept, @Nullable StepStore elsewhere, Stages stages) {
        this.folder = requireNonNull(folder, "folder is null");
        this.kept = kept;
        this.elsewhere = elsewhere;
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
        if (!isDoneBefore(name)) {
            anew(name, work);
        }
        return folder.resolve(name);
    }

    /**
     * A step whose result is wanted in memory: handed on by {@code work}, or read from the files of before.
     *
     * @param name letters, digits and hyphens
     */
    public <T> T result(String name, Work<T> work, Reading<T> reading) throws IOException {
        return isDoneBefore(name) ? reading.read(folder.resolve(name)) : fill(name, work);
    }

    /**
     * The step that all further ones are made of: those that were made of another result of it are not found.
     *
     * @param name letters, digits and hyphens
     */
    public <T> T first(String name, Work<T> work, Reading<T> reading) throws IOException {
        T result = result(name, work, reading);
        if (kept) {
            byte[] list = Files.readAllBytes(folder.resolve(name).resolve(StepList.FILE));
            basis = StepList.read(list).map(StepList::id).orElseThrow();
        }
        return result;
    }

    /**
     * A step that is done whatever was done before.
     *
     * @param name letters, digits and hyphens
     */
    public void anew(String name, Filling work) throws IOException {
        fill(name, into -> {
            work.fill(into);
            return name;
        });
    }

    /**
     * The files of a step, if it was done.
     *
     * @param name letters, digits and hyphens
     */
    public Optional<Path> found(String name) throws IOException {
        return isDoneBefore(name) ? Optional.of(folder.resolve(name)) : Optional.empty();
    }

    /** The training came to its end: deletes what is kept elsewhere. The folder is its owner's to delete. */
    public void finished() {
        if (elsewhere != null) {
            elsewhere.delete();
        }
    }

    private <T> T fill(String name, Work<T> work) throws IOException {
        Path unfinished = unfinished(name);
        int before = stages.records().size();
        T result = work.fill(unfinished);
        Path step = folder.resolve(name);
        if (!kept) {
            place(unfinished, step);
            return result;
        }
        List<StageRecord> took = stages.records();
        StepList list = StepList.of(basis, unfinished, took.subList(before, took.size()));
        Files.write(unfinished.resolve(StepList.FILE), list.toJson());
        place(unfinished, step);
        if (elsewhere != null) {
            elsewhere.save(name, list, step);
        }
        return result;
    }

    private boolean isDoneBefore(String name) throws IOException {
        if (!kept) {
            return false;
        }
        Path step = folder.resolve(name);
        Optional<StepList> list = StepList.whole(basis, step);
        boolean damaged = list.isEmpty() && Files.exists(step);
        if (list.isEmpty() && elsewhere != null) {
            Path unfinished = unfinished(name);
            StepStore.Fetched fetched = elsewhere.fetch(name, basis, unfinished);
            damaged |= fetched == StepStore.Fetched.DAMAGED;
            if (fetched == StepStore.Fetched.ALL) {
                list = StepList.whole(basis, unfinished);
                damaged |= list.isEmpty();
            }
            if (list.isPresent()) {
                place(unfinished, step);
            }
        }
        if (list.isPresent()) {
            stages.doneBefore(list.get().stages());
        } else if (damaged) {
            stages.note(name + ": damaged, done anew");
        }
        return list.isPresent();
    }

    private Path unfinished(String name) throws IOException {
        Path unfinished = folder.resolve(name + UNFINISHED);
        Folders.delete(unfinished);
        return Files.createDirectory(unfinished);
    }

    private static void place(Path unfinished, Path step) throws IOException {
        Folders.delete(step);
        Files.move(unfinished, step, StandardCopyOption.ATOMIC_MOVE);
    }
}
