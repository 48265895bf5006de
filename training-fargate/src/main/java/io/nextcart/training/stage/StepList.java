package io.nextcart.training.stage;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Sha256;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    static Optional<StepList> read(byte[] json) {
        try {
            Map<String, Object> list = JsonObject.parse(json);
            if (!Integer.valueOf(FORMAT).equals(list.get("format"))
                    || !(list.get("basis") instanceof String basis)
                    || !(list.get("files") instanceof Map<?, ?> files)
                    || !(list.get("stages") instanceof List<?> stages)) {
                return Optional.empty();
            }
            Map<String, String> measured = new TreeMap<>();
            for (Map.Entry<?, ?> file : files.entrySet()) {
                String name = String.valueOf(file.getKey());
                String measure = String.valueOf(file.getValue());
                if (!ObjectKey.isSegment(name) || !MEASURE.matcher(measure).matches()) {
                    return Optional.empty();
                }
                measured.put(name, measure);
            }
            List<StageRecord> took = new ArrayList<>();
            for (Object one : stages) {
                StageRecord.of(one).ifPresent(took::add);
            }
            return took.size() == stages.size() ? Optional.of(new StepList(basis, measured, took)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no JSON: as good as no list
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

    byte[] toJson() throws IOException {
        List<Object> took = new ArrayList<>();
        stages.forEach(record -> took.add(record.toMap()));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("format", FORMAT);
        list.put("basis", basis);
        list.put("files", files);
        list.put("stages", took);
        return JSON.std.asBytes(list);
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
