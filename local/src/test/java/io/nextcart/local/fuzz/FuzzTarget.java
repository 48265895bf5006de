package io.nextcart.local.fuzz;

import io.nextcart.data.log.ExportFormat;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.Tables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The parsers of what others write, each with inputs to start from. What was found by fuzzing lies in {@code resources/fuzz}. */
enum FuzzTarget {
    RETAILROCKET(() -> FileDoors::eventLog, FuzzSeeds.RETAILROCKET),
    PROPERTIES(() -> FileDoors::properties, FuzzSeeds.PROPERTIES),
    CATEGORIES(() -> FileDoors::categories, FuzzSeeds.CATEGORIES),
    NDJSON(() -> FileDoors::eventLog, FuzzSeeds.NDJSON),
    GZIP(() -> FileDoors::gzip, FuzzSeeds.NDJSON),
    ARCHIVE(() -> FileDoors::archive, FuzzSeeds.ARCHIVE),
    CASES(() -> FileDoors::cases, FuzzSeeds.CASES),
    CSV(() -> FileDoors.imported(ExportFormat.CSV), FuzzSeeds.CSV),
    RETAILROCKET_EXPORT(() -> FileDoors.imported(ExportFormat.RETAILROCKET), FuzzSeeds.RETAILROCKET),
    OTTO(() -> FileDoors.imported(ExportFormat.OTTO), FuzzSeeds.OTTO),
    PERSONALIZE(() -> FileDoors.imported(ExportFormat.PERSONALIZE), FuzzSeeds.PERSONALIZE),
    GORSE(() -> FileDoors.imported(ExportFormat.GORSE), FuzzSeeds.GORSE),
    MERCHANT_FEED(() -> FileDoors.imported(ExportFormat.MERCHANT_FEED), FuzzSeeds.MERCHANT_FEED),
    SHOPIFY(() -> FileDoors.imported(ExportFormat.SHOPIFY), FuzzSeeds.SHOPIFY),
    WOOCOMMERCE(() -> FileDoors.imported(ExportFormat.WOOCOMMERCE), FuzzSeeds.WOOCOMMERCE),
    COLUMNS(() -> FileDoors::columns, FuzzSeeds.COLUMNS),
    BACKUP(() -> FileDoors::backup, FuzzSeeds::backup),

    POST_EVENTS(() -> CallDoors.events("POST /v1/events"), FuzzSeeds.POST_EVENTS),
    POST_ITEMS(() -> CallDoors.events("POST /v1/items"), FuzzSeeds.POST_ITEMS),
    PUT_RULES(() -> CallDoors.events("PUT /v1/rules"), FuzzSeeds.PUT_RULES),
    POST_RECOMMENDATIONS(() -> CallDoors.recommend("POST /v1/recommendations"), FuzzSeeds.POST_RECOMMENDATIONS),
    CALL(CallDoors::anyCall, FuzzSeeds.CALL),
    EVENT(CallDoors::anyEvent, FuzzSeeds::events),
    HTTP(CallDoors::http, FuzzSeeds.HTTP),
    ROLLOUT(CallDoors::rollout, FuzzSeeds.ROLLOUT),
    STORE_MESSAGE(() -> CallDoors::storeMessage, FuzzSeeds::storeMessages),

    CURRENT(() -> DocumentDoors::current, FuzzSeeds.CURRENT),
    MANIFEST(() -> DocumentDoors::manifest, FuzzSeeds::manifests),
    RUN(() -> DocumentDoors::run, FuzzSeeds.RUN),
    TRIAL(() -> DocumentDoors::trial, FuzzSeeds.TRIAL),
    LIFT(() -> DocumentDoors::lift, FuzzSeeds.LIFT),
    RULE_SET(() -> DocumentDoors::ruleSet, FuzzSeeds.RULE_SET),
    STATE_MACHINE(() -> DocumentDoors::stateMachine, FuzzSeeds::stateMachines),
    SETTINGS(() -> DocumentDoors::settings, FuzzSeeds.SETTINGS),
    TABLES(DocumentDoors::tables, FuzzSeeds::tables);

    /** A parser. */
    @FunctionalInterface
    interface Door {
        /** Gives the parser an input; any exception is a fault, since those of bad input are caught within. */
        void take(byte[] input) throws Exception;
    }

    /** The tables of a bundle: the first byte of an input to {@link #TABLES} says which. */
    static final List<String> TABLE_FILES = new ArrayList<>(Tables.FILES);

    static {
        TABLE_FILES.add(CatalogueTable.FILE);
    }

    private final Supplier<Door> door;
    private final Supplier<List<byte[]>> seeds;

    FuzzTarget(Supplier<Door> door, Supplier<List<byte[]>> seeds) {
        this.door = door;
        this.seeds = seeds;
    }

    FuzzTarget(Supplier<Door> door, String... seeds) {
        this(
                door,
                () -> List.of(seeds).stream()
                        .map(seed -> seed.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Its name in commands and the folder of its kept inputs. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Opens the parser, with what it needs around it. */
    Door open() {
        return door.get();
    }

    /** Whole, valid inputs. */
    List<byte[]> seeds() {
        return seeds.get();
    }
}
