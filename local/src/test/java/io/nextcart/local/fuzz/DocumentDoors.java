package io.nextcart.local.fuzz;

import static io.nextcart.local.fuzz.FileDoors.file;
import static io.nextcart.local.fuzz.FileDoors.refusable;
import static io.nextcart.local.fuzz.FileDoors.require;
import static io.nextcart.local.fuzz.FileDoors.requireLine;

import io.nextcart.data.AwsEndpoint;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Environment;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.store.settings.StoreSettings;
import io.nextcart.local.asl.Definition;
import io.nextcart.local.fuzz.FuzzTarget.Door;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RuleSet;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.TrialRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Documents that lie in a store, and settings. The only exceptions are {@link DamagedDocumentException}, whose message is one
 * printable line, and {@link BadInputException}; what was read, written and read again is the same.
 */
final class DocumentDoors {
    private static final String PLACE = "place";

    private DocumentDoors() {}

    private interface Reader<T> {
        T read(byte[] bytes) throws DamagedDocumentException;
    }

    private interface Writer<T> {
        byte[] write(T document);
    }

    private static <T> void document(byte[] input, Reader<T> reader, Writer<T> writer) throws DamagedDocumentException {
        T document;
        try {
            document = reader.read(input);
        } catch (DamagedDocumentException e) {
            requireLine(String.valueOf(e.getMessage()));
            return;
        }
        byte[] written = writer.write(document);
        byte[] again = writer.write(reader.read(written));
        require(Arrays.equals(again, written), text(written) + " was written again as " + text(again));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static void current(byte[] input) throws IOException {
        document(input, bytes -> Current.read(bytes, PLACE), Current::toJson);
    }

    static void manifest(byte[] input) throws IOException {
        document(input, bytes -> Manifest.parse(bytes, PLACE), Manifest::toJson);
    }

    static void run(byte[] input) throws IOException {
        document(input, bytes -> RunRecord.read(bytes, PLACE), RunRecord::toJson);
    }

    static void trial(byte[] input) throws IOException {
        document(
                input,
                bytes -> TrialRecord.read(bytes, "v2", PLACE),
                trial -> trial.toJson().toBytes());
    }

    static void lift(byte[] input) throws IOException {
        document(
                input,
                bytes -> LiftRecord.read(bytes, PLACE),
                record -> record.toJson().toBytes());
    }

    static void ruleSet(byte[] input) throws IOException {
        document(
                input,
                bytes -> RuleSet.read(bytes, PLACE),
                rules -> rules.toJson().toBytes());
    }

    static void stateMachine(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.UTF_8);
        refusable(() -> Definition.read(
                PLACE, text, Map.of("Rollout", "f", "Cluster", "c", "Seconds", 60), Set.of("call", "other")));
    }

    /** Variables of the functions: a name and a value a line. */
    static void settings(byte[] input) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (String line : new String(input, StandardCharsets.UTF_8).split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        refusable(() -> {
            Environment environment = new Environment(variables);
            StoreSettings.of(environment);
            ApiKeys.named(environment);
            AwsEndpoint.of("S3", environment);
            environment.list("LIST");
            environment.flag("FLAG");
            environment.share("SHARE", 0.5);
            environment.wholeNumber("NUMBER", 1, 9, 5);
            environment.check();
        });
    }

    /** The tables of a bundle, opened with the whole tables of a tiny one around them. */
    static Door tables() {
        Tables whole = FuzzSeeds.TINY.tables();
        int items = whole.items().size();
        return input -> {
            if (input.length == 0) {
                return;
            }
            int which = Math.floorMod(input[0], FuzzTarget.TABLE_FILES.size());
            Path file = file(Arrays.copyOfRange(input, 1, input.length));
            try {
                switch (FuzzTarget.TABLE_FILES.get(which)) {
                    case Tables.ITEMS -> ItemTable.open(file);
                    case Tables.CATEGORIES -> CategoryTable.open(file);
                    case Tables.POPULAR ->
                        PopularTable.open(file, whole.categories().size());
                    case Tables.FACTORS -> FactorTable.open(file, items);
                    case CatalogueTable.FILE -> CatalogueTable.open(file, whole.items());
                    default -> NeighborTable.open(file, items);
                }
            } catch (DamagedDocumentException e) {
                requireLine(String.valueOf(e.getMessage()));
            }
        };
    }
}
