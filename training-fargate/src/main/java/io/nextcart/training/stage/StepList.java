package io.nextcart.training.stage;

import io.nextcart.data.Sha256;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.StageRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The list that makes a step a finished one: its files, and what its stages took. Lies beside the files as {@code step.json}.
 *
 * @param basis what the step was made of: the first step's id, or empty for a first step
 * @param files length and SHA-256 of every file but the list, such as {@code 12 9f86…}, by name
 * @param stages what they took
 */
record StepList(String basis, Map<String, String> files, List<StageRecord> stages) {
    static final String FILE = "step.json";
    /** Raised when results of before can no longer be read. */
    static final int FORMAT = 2;

    private static final Pattern MEASURE = Pattern.compile("\\d{1,18} [0-9a-f]{64}");

    /** Lists the files of a folder. */
    static StepList of(String basis, Path step, List<StageRecord> stages) throws IOException {
        return new StepList(basis, measure(step), stages);
    }

    /** What {@link #toJson} made; empty when it is something else, or of another format. */
    static Optional<StepList> read(byte[] bytes) {
        try {
            JsonObject json = JsonObject.read(bytes, FILE, "the list of a step");
            if (json.count("format") != FORMAT) {
                return Optional.empty();
            }
            JsonObject files = json.object("files");
            Map<String, String> measured = new TreeMap<>();
            for (String name : files.names()) {
                String measure = files.text(name);
                if (!ObjectKey.isSegment(name) || !MEASURE.matcher(measure).matches()) {
                    return Optional.empty();
                }
                measured.put(name, measure);
            }
            return Optional.of(new StepList(json.text("basis"), measured, json.objects("stages", StageRecord::of)));
        } catch (DamagedDocumentException e) {
            return Optional.empty(); // as good as no list
        }
    }

    /** The list of a folder, if there is one, of that basis, and the files are what it says. */
    static Optional<StepList> whole(String basis, Path step) throws IOException {
        Path file = step.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Optional<StepList> list = read(Files.readAllBytes(file));
        return list.isPresent()
                        && list.get().basis().equals(basis)
                        && measure(step).equals(list.get().files())
                ? list
                : Optional.empty();
    }

    byte[] toJson() {
        return new JsonFields()
                .put("format", FORMAT)
                .put("basis", basis)
                .put("files", files)
                .putAll("stages", stages, StageRecord::toJson)
                .toBytes();
    }

    /** Tells this result from any other, 64 hexadecimal digits. */
    String id() {
        return Sha256.hex(files.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 of a listed file, 64 hexadecimal digits. */
    static String sha256(String measure) {
        return measure.substring(measure.indexOf(' ') + 1);
    }

    private static Map<String, String> measure(Path step) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Path file : Folders.entries(step)) {
            String name = file.getFileName().toString();
            if (!name.equals(FILE)) {
                files.put(name, Files.size(file) + " " + Sha256.hex(file));
            }
        }
        return files;
    }
}
