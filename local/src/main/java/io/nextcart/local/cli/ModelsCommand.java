package io.nextcart.local.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.BadInputException;
import io.nextcart.data.ShellWord;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.registry.FruitlessRun;
import io.nextcart.store.registry.Registry;
import io.nextcart.store.registry.StoredModel;
import io.nextcart.store.s3.ObjectStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** Lists the models of a store, shows and compares them, and rolls back to one. */
@Command(name = "models", description = "Lists the models of a store; shows one, compares two, or rolls back to one.")
final class ModelsCommand extends NextcartCommand {
    @Option(
            names = "--store",
            required = true,
            scope = ScopeType.INHERIT,
            paramLabel = "DIR|s3://…",
            description = "Where models are published: a folder, or s3://bucket/prefix.")
    private String store = "";

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON with every digit.")
    private boolean json;

    @Override
    int run() throws IOException {
        Registry registry = registry();
        List<StoredModel> models = registry.list();
        List<FruitlessRun> runs = registry.fruitlessRuns();
        Optional<String> problem = registry.problemOfCurrent();
        if (json) {
            List<JsonFields> all = new ArrayList<>();
            problem.ifPresent(why -> all.add(damaged(why)));
            models.forEach(model -> all.add(model.toJson()));
            runs.forEach(run -> all.add(run.toJson()));
            print(all.stream().map(one -> one.toObject(store).asMap()).toList());
        } else if (models.isEmpty() && runs.isEmpty() && problem.isEmpty()) {
            say("No models in " + store);
        } else {
            text().list(problem, models, runs);
        }
        return ExitCode.OK;
    }

    private static JsonFields damaged(String problem) {
        return new JsonFields()
                .put("document", Current.KEY)
                .put("state", StoredModel.State.DAMAGED.wireName())
                .put("problem", problem);
    }

    @Command(
            name = "show",
            description = "Prints a version, or a training that made none; with --json its document.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "VERSION", description = "The version, or the run.") String name)
            throws IOException {
        Registry registry = registry();
        Optional<RunRecord> run = registry.isStored(name) ? Optional.empty() : registry.run(name);
        if (run.isPresent()) {
            if (json) {
                say(new String(run.get().toJson(), StandardCharsets.UTF_8));
            } else {
                text().show(name, run.get());
            }
            return ExitCode.OK;
        }
        Manifest manifest = registry.manifest(name);
        if (json) {
            say(new String(manifest.toJson(), StandardCharsets.UTF_8));
        } else {
            text().show(manifest);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "diff",
            description =
                    "Prints every value in which the manifests of two versions differ: window, metrics, importance,"
                            + " sizes.",
            mixinStandardHelpOptions = true)
    int diff(
            @Parameters(paramLabel = "VERSION", description = "One version.") String one,
            @Parameters(paramLabel = "OTHER", description = "The version to compare it with.") String other)
            throws IOException {
        Registry registry = registry();
        Map<String, String> left = flat(registry.manifest(one));
        Map<String, String> right = flat(registry.manifest(other));
        TreeSet<String> fields = new TreeSet<>(left.keySet());
        fields.addAll(right.keySet());
        Map<String, List<String>> differences = new TreeMap<>();
        for (String field : fields) {
            String from = left.getOrDefault(field, "-");
            String to = right.getOrDefault(field, "-");
            if (!from.equals(to)) {
                differences.put(field, List.of(from, to));
            }
        }
        if (json) {
            print(differences);
            return ExitCode.OK;
        }
        differences.forEach((field, values) -> say("%-44s %-26s %s", field, values.get(0), values.get(1)));
        return ExitCode.OK;
    }

    @Command(
            name = "rollback",
            description = "Puts the previous champion, or another version, into service, and ends a trial.",
            mixinStandardHelpOptions = true)
    int rollback(
            @Option(names = "--to", paramLabel = "VERSION", description = "Default: the previous champion.") @Nullable
                    String to)
            throws IOException {
        Current now = registry().rollBack(to, Clock.systemUTC());
        if (json) {
            out().print(new String(now.toJson(), StandardCharsets.UTF_8));
        } else {
            say("In service: " + now.champion()
                    + (now.previous() == null
                            ? ""
                            : "; to go back: nextcart models rollback --store " + ShellWord.of(store)));
        }
        return ExitCode.OK;
    }

    private Registry registry() {
        ObjectStore models = ObjectStores.open(store);
        if (!store.startsWith("s3:") && !Files.isDirectory(Path.of(store))) {
            throw new BadInputException("store '" + store + "': no such folder");
        }
        return new Registry(models);
    }

    private ModelsText text() {
        return new ModelsText(out(), Clock.systemUTC().millis());
    }

    private void print(Object document) throws IOException {
        say(JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(document));
    }

    /** The values worth comparing, by the path of their names; without histograms, times and details of cases. */
    private static Map<String, String> flat(Manifest manifest) {
        Map<String, String> flat = new TreeMap<>();
        flat.put("objective", manifest.objective().wireName());
        flat.put("schema_hash", manifest.schemaHash());
        flat.put("parent", String.valueOf(manifest.parent()));
        manifest.files()
                .forEach((name, entry) -> flat.put("files." + name + ".size_bytes", String.valueOf(entry.sizeBytes())));
        for (String part : List.of("counts", "window", "seed", "metrics", "importance", "gate", "parameters")) {
            flatten(part, manifest.details().asMap().get(part), flat);
        }
        return flat;
    }

    private static void flatten(String name, @Nullable Object value, Map<String, String> flat) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((field, inner) -> flatten(name + "." + field, inner, flat));
        } else if (value != null) {
            flat.put(name, String.valueOf(value));
        }
    }
}
