package io.nextcart.training.answer;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.data.ShellWord;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.ReadReport;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Rule;
import io.nextcart.store.registry.Registry;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.archive.Archive;
import io.nextcart.training.archive.ArchiveReader;
import io.nextcart.training.archive.SaidItems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API would answer now, from a model of a store and the catalogue changes since its training. Every answer
 * outside HTTP comes from here. Thread-safe.
 */
public final class ShopAnswers {
    private final String version;
    private final Recommender recommender;
    private final Overlay overlay;
    private final ReadReport archived;

    public ShopAnswers(String version, Recommender recommender, Overlay overlay) {
        this(version, recommender, overlay, ReadReport.NONE);
    }

    private ShopAnswers(String version, Recommender recommender, Overlay overlay, ReadReport archived) {
        this.version = requireNonNull(version, "version is null");
        this.recommender = requireNonNull(recommender, "recommender is null");
        this.overlay = requireNonNull(overlay, "overlay is null");
        this.archived = requireNonNull(archived, "archived is null");
    }

    /**
     * The source of the answers.
     *
     * @param store of the models: a folder or {@code s3://bucket/prefix}
     * @param model a version, or null for the one in service
     * @param archive with the shop's catalogue changes; null for the store's own
     * @param maxBadRows tolerated share of bad rows in the archive, 0–1
     */
    public record Place(
            String store, @Nullable String model, @Nullable String archive, double maxBadRows) {}

    /**
     * Loads model and catalogue.
     *
     * @param folder for a copy of the model
     * @throws BadInputException when there is no such model, or the archive cannot be read
     * @throws IOException when a store fails
     */
    public static ShopAnswers open(Place place, Path folder) throws IOException {
        ObjectStore store = ObjectStores.open(place.store());
        String version = new Registry(store)
                .chosen(place.model())
                .orElseThrow(() -> new BadInputException(
                        "store " + place.store() + ": no model is in service, expected one, or --model VERSION;"
                                + " nextcart train --store " + ShellWord.of(place.store()) + " publishes one"));
        Bundle bundle = new BundleLoader(store, folder).load(version);
        Archive archive = place.archive() == null ? new Archive(store) : Archive.open(place.archive());
        ArchiveReader reader = new ArchiveReader(archive, place.maxBadRows(), Progress.NONE);
        SaidItems said = new SaidItems();
        reader.items(said::add);
        ReadReport archived = reader.end();
        CatalogueTable catalogue = bundle.catalogue();
        List<CatalogueItem> changes = said.items().stream()
                .map(now -> catalogue == null ? now : catalogue.with(now))
                .toList();
        Overlay overlay = Overlay.of(bundle.tables(), Overlay.Base.of(bundle.tables(), catalogue), changes);
        return new ShopAnswers(version, bundle.recommender(), overlay, archived);
    }

    /** The version of the model. */
    public String version() {
        return version;
    }

    /** What was read of the items in the archive. */
    public ReadReport archived() {
        return archived;
    }

    /** The tables that candidates come from. */
    public Tables tables() {
        return recommender.tables();
    }

    /** The same shop with another ranker. */
    public ShopAnswers rankedBy(Ranker ranker) {
        return new ShopAnswers(version, new Recommender(tables(), ranker), overlay, archived);
    }

    /**
     * The same shop with merchandising rules.
     *
     * @param rules those that apply to its lists
     */
    public ShopAnswers obeying(List<Rule> rules) {
        return new ShopAnswers(version, recommender, overlay.with(Rules.of(tables(), overlay, rules)), archived);
    }

    /** {@link Recommender#recommend(Query, Overlay)}. */
    public Ranking recommend(Query query) {
        return recommender.recommend(query, overlay);
    }
}
